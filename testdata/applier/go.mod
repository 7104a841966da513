module example.com/applier

go 1.19
