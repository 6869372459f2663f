/** How many questions a run asked and where the answers came from. */
export interface FactCounts {
  readonly asked: number;
  readonly embedded: number;
  readonly cached: number;
  readonly network: number;
  readonly unknown: number;
}
