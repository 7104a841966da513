#include "regex/re2_class.h"

#include <string.h>

/* A name and its ranges: pairs of first and last rune, in ascending order. */
struct ascii_class {
    const char *name;
    unsigned n;
    const char *ranges;
};

static const struct ascii_class ascii_classes[] = {
    {"d", 2, "09"},           {"s", 6, "\t\n\f\r  "}, {"w", 8, "09AZ__az"},   {"alnum", 6, "09AZaz"},
    {"alpha", 4, "AZaz"},     {"ascii", 2, "\0\x7f"}, {"blank", 4, "\t\t  "}, {"cntrl", 4, "\0\x1f\x7f\x7f"},
    {"digit", 2, "09"},       {"graph", 2, "!~"},     {"lower", 2, "az"},     {"print", 2, " ~"},
    {"punct", 8, "!/:@[`{~"}, {"space", 4, "\t\r  "}, {"upper", 2, "AZ"},     {"word", 8, "09AZ__az"},
    {"xdigit", 6, "09AFaf"},
};

static const char *const categories =
    " C Cc Cf Co Cs L Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z "
    "Zl Zp Zs ";

/* The scripts of Unicode 15, as Go spells them. */
static const char *const scripts =
    " Adlam Ahom Anatolian_Hieroglyphs Arabic Armenian Avestan Balinese Bamum Bassa_Vah Batak Bengali Bhaiksuki "
    "Bopomofo "
    "Brahmi Braille Buginese Buhid Canadian_Aboriginal Carian Caucasian_Albanian Chakma Cham Cherokee Chorasmian "
    "Common "
    "Coptic Cuneiform Cypriot Cypro_Minoan Cyrillic Deseret Devanagari Dives_Akuru Dogra Duployan Egyptian_Hieroglyphs "
    "Elbasan Elymaic Ethiopic Georgian Glagolitic Gothic Grantha Greek Gujarati Gunjala_Gondi Gurmukhi Han Hangul "
    "Hanifi_Rohingya Hanunoo Hatran Hebrew Hiragana Imperial_Aramaic Inherited Inscriptional_Pahlavi "
    "Inscriptional_Parthian Javanese Kaithi Kannada Katakana Kawi Kayah_Li Kharoshthi Khitan_Small_Script Khmer Khojki "
    "Khudawadi Lao Latin Lepcha Limbu Linear_A Linear_B Lisu Lycian Lydian Mahajani Makasar Malayalam Mandaic "
    "Manichaean "
    "Marchen Masaram_Gondi Medefaidrin Meetei_Mayek Mende_Kikakui Meroitic_Cursive Meroitic_Hieroglyphs Miao Modi "
    "Mongolian Mro Multani Myanmar Nabataean Nag_Mundari Nandinagari New_Tai_Lue Newa Nko Nushu Nyiakeng_Puachue_Hmong "
    "Ogham Ol_Chiki Old_Hungarian Old_Italic Old_North_Arabian Old_Permic Old_Persian Old_Sogdian Old_South_Arabian "
    "Old_Turkic Old_Uyghur Oriya Osage Osmanya Pahawh_Hmong Palmyrene Pau_Cin_Hau Phags_Pa Phoenician Psalter_Pahlavi "
    "Rejang Runic Samaritan Saurashtra Sharada Shavian Siddham SignWriting Sinhala Sogdian Sora_Sompeng Soyombo "
    "Sundanese Syloti_Nagri Syriac Tagalog Tagbanwa Tai_Le Tai_Tham Tai_Viet Takri Tamil Tangsa Tangut Telugu Thaana "
    "Thai "
    "Tibetan Tifinagh Tirhuta Toto Ugaritic Vai Vithkuqi Wancho Warang_Citi Yezidi Yi Zanabazar_Square ";

/*
 * Names that do not simply become \p{NAME}. In Go, (?i)\p{X} is X and every rune that folds to one of X. PCRE2 does not fold
 * properties, so the few names that gain runes are listed with them. Ll and Lu gain hundreds of runes. Their text is a
 * sequence of alternatives (`whole`) that finds them with Changes_When_Lowercased and Changes_When_Uppercased, without the
 * runes that change only by full case mapping, which Go does not know.
 */
struct special {
    const char *name;
    bool only_folding;
    bool whole;
    const char *text;
};

static const struct special specials[] = {
    {"Any", false, false, "\\x{0}-\\x{10ffff}"},
    {"C", false, false, "\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}"}, /* Go leaves out unassigned runes */
    {"Kawi", false, false, "\\x{11f00}-\\x{11f10}\\x{11f12}-\\x{11f3a}\\x{11f3e}-\\x{11f59}"}, /* not in PCRE2 10.42 */
    {"Nag_Mundari", false, false, "\\x{1e4d0}-\\x{1e4f9}"},                                    /* not in PCRE2 10.42 */
    {"L", true, false, "\\p{L}\\x{345}"},
    {"M", true, false, "\\p{M}\\x{399}\\x{3b9}\\x{1fbe}"},
    {"Mn", true, false, "\\p{Mn}\\x{399}\\x{3b9}\\x{1fbe}"},
    {"Common", true, false, "\\p{sc:Common}\\x{39c}\\x{3bc}"},
    {"Greek", true, false, "\\p{sc:Greek}\\x{b5}\\x{345}"},
    {"Inherited", true, false, "\\p{sc:Inherited}\\x{399}\\x{3b9}\\x{1fbe}"},
    {"Lt", true, false,
     "\\x{1c5}\\x{1c8}\\x{1cb}\\x{1f2}\\x{1f88}-\\x{1f8f}\\x{1f98}-\\x{1f9f}\\x{1fa8}-\\x{1faf}\\x{1fbc}\\x{1fcc}\\x{"
     "1ffc}"},
    {"Ll", true, true, "\\p{Ll}|\\p{Lt}|\\x{345}|(?!\\x{130})(?=\\p{Lu})\\p{CWL}"},
    {"Lu", true, true,
     "\\p{Lu}|[\\x{1c5}\\x{1c8}\\x{1cb}\\x{1f2}\\x{345}]|(?![\\x{131}\\x{149}\\x{1f0}\\x{390}\\x{3b0}\\x{587}\\x{1e96}-"
     "\\x{1e9a}\\x{1f50}\\x{1f52}\\x{1f54}\\x{1f56}\\x{1f80}-\\x{1f87}\\x{1f90}-\\x{1f97}\\x{1fa0}-\\x{1fa7}\\x{1fb2}-"
     "\\x{1fb4}\\x{1fb6}\\x{1fb7}\\x{1fc2}-\\x{1fc4}\\x{1fc6}\\x{1fc7}\\x{1fd2}\\x{1fd3}\\x{1fd6}\\x{1fd7}\\x{1fe2}-"
     "\\x{1fe4}\\x{1fe6}\\x{1fe7}\\x{1ff2}-\\x{1ff4}\\x{1ff6}\\x{1ff7}\\x{fb00}-\\x{fb06}\\x{fb13}-\\x{fb17}])"
     "(?=\\p{Ll})\\p{CWU}"},
};

void re2_class_init(struct re2_class *c)
{
    *c = (struct re2_class){0};
}

void re2_class_release(struct re2_class *c)
{
    buf_release(&c->set);
    buf_release(&c->beside);
}

void re2_class_clear(struct re2_class *c, bool fold)
{
    c->fold = fold;
    buf_clear(&c->set);
    buf_clear(&c->beside);
}

static void put_range(struct buf *b, uint32_t low, uint32_t high)
{
    buf_printf(b, low == high ? "\\x{%x}" : "\\x{%x}-\\x{%x}", low, high);
}

static void put_all_but(struct buf *b, const struct ascii_class *a)
{
    uint32_t next = 0;
    for (unsigned i = 0; i < a->n; i += 2) {
        uint32_t low = (unsigned char)a->ranges[i];
        if (next < low)
            put_range(b, next, low - 1);
        next = (unsigned char)a->ranges[i + 1] + 1u;
    }
    put_range(b, next, RUNE_MAX);
}

/* Adds the ASCII class of that name, or its complement. @return false if there is no such name */
static bool add_ascii(struct re2_class *c, const char *name, size_t len, bool negated)
{
    const struct ascii_class *a = NULL;
    for (size_t i = 0; i < sizeof ascii_classes / sizeof *ascii_classes; i++) {
        if (strlen(ascii_classes[i].name) == len && !memcmp(ascii_classes[i].name, name, len))
            a = &ascii_classes[i];
    }
    if (!a)
        return false;
    if (negated && !c->fold) {
        put_all_but(&c->set, a);
        return true;
    }
    struct buf *b = negated ? &c->beside : &c->set;
    if (negated)
        buf_puts(b, "|[^");
    for (unsigned i = 0; i < a->n; i += 2)
        put_range(b, (unsigned char)a->ranges[i], (unsigned char)a->ranges[i + 1]);
    if (negated)
        buf_putc(b, ']');
    return true;
}

static bool is_listed(const char *list, const char *name, size_t len)
{
    const char *at = len ? memmem(list, strlen(list), name, len) : NULL;
    while (at && (at[-1] != ' ' || at[len] != ' '))
        at = memmem(at + 1, strlen(at + 1), name, len);
    return at;
}

static const struct special *find_special(const char *name, size_t len, bool fold)
{
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++) {
        const struct special *s = &specials[i];
        if ((fold || !s->only_folding) && strlen(s->name) == len && !memcmp(s->name, name, len))
            return s;
    }
    return NULL;
}

static void add_special(struct re2_class *c, const struct special *s, bool negated)
{
    if (s->whole)
        buf_printf(&c->beside, negated ? "|(?-i:(?!%s)(?s:.))" : "|(?-i:%s)", s->text);
    else if (negated)
        buf_printf(&c->beside, "|[^%s]", s->text);
    else
        buf_puts(&c->set, s->text);
}

/* Adds the Unicode category or script of that name, or its complement. @return false if Go knows no such name */
static bool add_unicode(struct re2_class *c, const char *name, size_t len, bool negated)
{
    if (memchr(name, ' ', len))
        return false;
    const struct special *s = find_special(name, len, c->fold);
    bool category = is_listed(categories, name, len);
    if (s)
        add_special(c, s, negated);
    else if (category || is_listed(scripts, name, len))
        /* "sc:" because to PCRE2 the plain name includes the script extensions. */
        buf_printf(&c->set, "\\%c{%s%.*s}", negated ? 'P' : 'p', category ? "" : "sc:", (int)len, name);
    else
        return false;
    return true;
}

/* A class that a pattern names. */
struct class_name {
    const char *name;
    size_t len;
    bool negated;
    bool unicode;
};

static bool add_named(struct re2_class *c, const struct class_name *n, bool negated)
{
    return n->unicode ? add_unicode(c, n->name, n->len, negated) : add_ascii(c, n->name, n->len, negated);
}

/* Reads \d \D \s \S \w \W. @return 1, or 0 if none of them is here */
static int read_perl_name(struct re2_cursor *in, struct class_name *n)
{
    static const char letters[] = "dswDSW";
    const char *letter = in->end - in->at >= 2 && in->at[0] == '\\' ? memchr(letters, in->at[1], 6) : NULL;
    if (!letter)
        return 0;
    bool negated = letter - letters >= 3;
    *n = (struct class_name){.name = negated ? letter - 3 : letter, .len = 1, .negated = negated};
    in->at += 2;
    return 1;
}

/* Reads \pN, \p{Greek}, \P{^Greek}, whose name may not exist. @return 1; 0 if none of them is here; or -1 if refused */
static int read_unicode_name(struct re2_cursor *in, struct class_name *n)
{
    const char *from = in->at, *name = from + 2, *name_end;
    uint32_t c;
    if (in->end - from < 2 || from[0] != '\\' || (from[1] != 'p' && from[1] != 'P'))
        return 0;

    bool negated = from[1] == 'P';
    in->at = name;
    if (re2_cursor_next(in, &c))
        return -1;
    name_end = in->at;
    if (c == '{') {
        name = in->at;
        name_end = memchr(name, '}', (size_t)(in->end - name));
        if (!name_end) {
            if (re2_cursor_check(in, from, in->end))
                return -1;
            return re2_cursor_fail(in, "invalid character class range", from, in->end);
        }
        if (re2_cursor_check(in, name, name_end))
            return -1;
        in->at = name_end + 1;
    }
    if (name < name_end && *name == '^') {
        negated = !negated;
        name++;
    }
    *n = (struct class_name){.name = name, .len = (size_t)(name_end - name), .negated = negated, .unicode = true};
    return 1;
}

/* Reads [:alpha:] or [:^alpha:] within brackets, whose name may not exist. @return 1, or 0 if neither is here */
static int read_posix_name(struct re2_cursor *in, struct class_name *n)
{
    if (in->end - in->at <= 2 || !re2_cursor_at(in, "[:"))
        return 0;
    const char *name = in->at + 2, *close = memmem(name, (size_t)(in->end - name), ":]", 2);
    if (!close)
        return 0;
    bool negated = *name == '^';
    name += negated;
    /* Names of one letter are only for Perl's classes. */
    *n = (struct class_name){.name = name, .len = close - name > 1 ? (size_t)(close - name) : 0, .negated = negated};
    in->at = close + 2;
    return 1;
}

static int read_rune(struct re2_cursor *in, const char *class_begin, uint32_t *c)
{
    if (in->at == in->end)
        return re2_cursor_fail(in, "missing closing ]", class_begin, in->end);
    return *in->at == '\\' ? re2_cursor_escape(in, c) : re2_cursor_next(in, c);
}

static int read_range(struct re2_class *c, struct re2_cursor *in, const char *class_begin)
{
    const char *from = in->at;
    uint32_t low = 0, high;
    if (read_rune(in, class_begin, &low))
        return -1;
    high = low;
    if (in->end - in->at >= 2 && in->at[0] == '-' && in->at[1] != ']') {
        in->at++;
        if (read_rune(in, class_begin, &high))
            return -1;
        if (high < low)
            return re2_cursor_fail(in, "invalid character class range", from, in->at);
    }
    put_range(&c->set, low, high);
    return 0;
}

static int read_member(struct re2_class *c, struct re2_cursor *in, const char *class_begin)
{
    const char *from = in->at;
    struct class_name n = {.name = ""};
    int found = read_posix_name(in, &n);
    if (!found)
        found = read_unicode_name(in, &n);
    if (!found)
        found = read_perl_name(in, &n);
    if (!found)
        return read_range(c, in, class_begin);
    if (found > 0 && !add_named(c, &n, n.negated))
        return re2_cursor_fail(in, "invalid character class range", from, in->at);
    return found < 0 ? -1 : 0;
}

int re2_class_read(struct re2_class *c, struct re2_cursor *in, bool *negated)
{
    const char *from = in->at++;
    *negated = re2_cursor_at(in, "^");
    in->at += *negated;

    /* A ] that comes first is a member. */
    for (bool first = true; first || !re2_cursor_at(in, "]"); first = false) {
        if (read_member(c, in, from))
            return -1;
    }
    in->at++;
    return 0;
}

int re2_class_read_escape(struct re2_class *c, struct re2_cursor *in, bool *negated)
{
    const char *from = in->at;
    struct class_name n = {.name = ""};
    int found = read_unicode_name(in, &n);
    if (!found)
        found = read_perl_name(in, &n);
    if (found > 0 && !add_named(c, &n, false))
        return re2_cursor_fail(in, "invalid character class range", from, in->at);
    *negated = found > 0 && n.negated;
    return found;
}

/* Writes the set and its alternatives, without brackets around the whole. */
static void write_alternatives(const struct re2_class *c, struct buf *out)
{
    if (c->set.len) {
        buf_putc(out, '[');
        buf_put(out, c->set.data, c->set.len);
        buf_putc(out, ']');
        buf_put(out, c->beside.data, c->beside.len);
    } else {
        buf_put(out, c->beside.data + 1, c->beside.len - 1);
    }
}

void re2_class_write(const struct re2_class *c, bool negated, struct buf *out)
{
    if (!c->beside.len) {
        buf_puts(out, negated ? "[^" : "[");
        buf_put(out, c->set.data, c->set.len);
        buf_putc(out, ']');
        return;
    }
    buf_puts(out, negated ? "(?:(?!" : "(?:");
    write_alternatives(c, out);
    buf_puts(out, negated ? ")(?s:.))" : ")");
}
