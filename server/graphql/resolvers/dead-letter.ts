export interface Resubmitted { matched: number }
