package store

const (
	segmentRecords = 1000
	maxSegments    = 64
)

type record struct {
	index uint64
	size  int
}

type segment struct {
	records [segmentRecords]record
	used    int
}

// Journal keeps the newest commits in a bounded list of segments.
type Journal struct {
	segments []*segment
}

func newJournal() *Journal {
	return &Journal{segments: []*segment{new(segment)}}
}

func (j *Journal) append(r record) {
	last := j.segments[len(j.segments)-1]
	if last.used == segmentRecords {
		last = j.roll()
	}
	last.records[last.used] = r
	last.used++
}

// roll opens a new segment and drops the oldest one when there are too many.
func (j *Journal) roll() *segment {
	if len(j.segments) == maxSegments {
		copy(j.segments, j.segments[1:])
		j.segments = j.segments[:maxSegments-1]
	}
	s := new(segment)
	j.segments = append(j.segments, s)
	return s
}
