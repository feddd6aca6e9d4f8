// Stands in for a lint of the variables editor that GraphiQL loads; see bundle.ts.
export {}
