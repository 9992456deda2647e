// What the carbon_ methods answer; docs/rpc.md says what each field means. Quantities are strings of decimal
// digits in the smallest unit: BigInt(answer.grams), never Number().

/** Decimal digits: plancks, hundredths of a point, thousandths of growth, grams. */
export type Quantity = string;
/** 0x and hex. */
export type Hex = `0x${string}`;
/** YYYY-MM-DD by the city's clock. */
export type Day = string;
export interface Moment {
  unix: number;
  iso: string;
}
/** The block that an answer is of. What is not final may yet be replaced. */
export interface Block {
  number: number;
  hash: Hex;
  finalized: boolean;
}
export type Answer<T> = { block: Block } & T;
export type Standing = 'active' | 'suspended' | 'expired' | 'revoked';

export interface Clock {
  now: Moment;
  dayOffset: number;
  scale: number;
  today: Day;
}
export interface Part {
  operator: number;
  series: number;
  cents: Quantity;
}
export interface Position {
  operator: number;
  name: string | null;
  enrolled: boolean;
  disposition: 'entrusted' | 'self-held' | 'reward-only';
  grams: Quantity;
  growthMillis: Quantity;
  carry: number;
  spendableCents: Quantity;
  spendableValue: Quantity;
  points: { series: number; cents: Quantity; spendable: boolean; value: Quantity | null; expires: Moment | null }[];
  contributions: { class: number; grams: Quantity }[];
}
export interface Account {
  citizen: number;
  status: 'open' | 'closed';
  key: string | null;
  epoch: number;
  provider: number;
  opened: Moment;
  grams: Quantity;
  spendableCents: Quantity;
  spendableValue: Quantity;
  growth: {
    millis: Quantity;
    fromAnswersMillis: Quantity;
    badges: Day[];
    nextMillis: Quantity | null;
    equivalents: { name: string; countMillis: Quantity; gramsEach: Quantity; source: string }[];
  };
  positions: Position[];
}
export interface CitizenOf {
  citizen: number | null;
  matched: 'key' | 'nullifier' | null;
}
export interface Movements {
  paid: Quantity;
  released: Quantity;
  toppedUp: Quantity;
  refunded: Quantity;
  settled: Quantity;
}
export interface MerchantSums extends Movements {
  merchant: number;
  name: string | null;
  standing: Standing | null;
  receivable: Quantity;
}
export interface Series {
  series: number;
  price: Quantity;
  opened: Moment;
  expires: Moment;
  issuedCents: Quantity;
  outstandingCents: Quantity;
  spentCents: Quantity;
  escrowedCents: Quantity;
  expiredCents: Quantity;
  reversedCents: Quantity;
  exchangedCents: Quantity;
  outstandingValue: Quantity;
}
export interface OperatorSolvency {
  operator: number;
  name: string | null;
  standing: Standing | null;
  fund: Quantity;
  outstanding: Quantity;
  setAside: Quantity;
  free: Quantity;
  coverage: Quantity | null;
  covered: boolean;
  series: Series[];
  withdrawal: { amount: Quantity; from: Moment; until: Moment } | null;
  windUp: { began: Moment; ends: Moment } | null;
}
export interface Solvency {
  operators: OperatorSolvency[];
  merchants: MerchantSums[];
  next: number | null;
  totals: { funds: Quantity; settlement: Quantity; escrow: Quantity; receivables: Quantity };
  books: {
    operators: number;
    funds: Quantity;
    outstanding: Quantity;
    seriesValue: Quantity;
    setAside: Quantity;
    uncovered: number;
    merchants: number;
    receivables: Quantity;
    escrow: Quantity;
  };
  ties: boolean;
}
export interface Merchant extends MerchantSums {
  holder: string;
  schedule: { periodDays: number; least: Quantity; next: Day } | null;
  lastEntry: Day | null;
  forgotten: Day | null;
}
export interface Statement {
  merchant: number;
  firstDay: Day;
  lastDay: Day;
  opening: Quantity;
  movements: Movements;
  closing: Quantity;
  ties: boolean;
}
export interface Reference {
  day: Day;
  id: Hex;
}
export interface Request {
  genesis: Hex;
  merchant: number;
  amount: Quantity;
  expires: number;
  receipt: Hex;
  nonce: Quantity;
}
export interface PaymentOf {
  reference: Reference;
  payment: {
    merchant: number;
    citizen: number;
    paidAt: Moment;
    value: Quantity;
    refunded: Quantity;
    parts: Part[];
  } | null;
}
export interface Link {
  hash: Hex;
  uri: string;
}
export interface Offer {
  offer: number;
  merchant: number;
  name: string | null;
  standing: Standing | null;
  title: Link;
  picture: Link | null;
  price: Quantity;
  issuers: number[] | null;
  stock: number;
  left: number;
  perCitizen: number;
  orders: number;
  from: Moment;
  until: Moment;
  fulfilWithin: number;
  closed: boolean;
}
export interface Offers {
  offers: Offer[];
  next: number | null;
}
export interface Order {
  number: number;
  offer: number;
  merchant: number;
  count: number;
  value: Quantity;
  parts: Part[];
  voucher: Hex;
  ordered: Moment;
  stage: 'open' | 'fulfilled' | 'disputed';
  stageSince: Moment | null;
  disputeReason: Hex | null;
  fulfilBefore: Moment;
  takeBackFrom: Moment;
  disputeBefore: Moment | null;
  releaseFrom: Moment | null;
}
export interface OrderOf {
  citizen: number;
  number: number;
  finished: boolean;
  order: Order | null;
}
export interface Orders {
  citizen: number;
  next: number;
  orders: Order[];
}
export interface Evaluation {
  methodology: number;
  version: number;
  inputs: Quantity[];
  grams: Quantity;
}
export type Value =
  | { type: 'number'; value: string; unit: string }
  | { type: 'boolean'; value: boolean }
  | { type: 'category'; value: string }
  | { type: 'failed'; reason: string };
export interface Explanation {
  methodology: number;
  version: number;
  inputs: Quantity[];
  grams: Quantity | null;
  failure: string | null;
  steps: {
    op: number;
    operation: string;
    reference: { kind: 'input' | 'parameter' | 'table' | 'local'; index: number; name: string } | null;
    operands: Value[];
    result: Value;
  }[];
}
export interface Shortfall {
  operator: number;
  cents: Quantity;
  shortfall: Quantity;
  price: Quantity | null;
  issuable: boolean;
}

/** Grams by what citizens chose. */
export interface Dispositions {
  entrusted: Quantity;
  selfHeld: Quantity;
  rewardOnly: Quantity;
}
export interface ClassTotals {
  issued: Quantity;
  held: Quantity;
  listed: Quantity;
  pool: Quantity;
  claimable: Quantity;
  buffer: Quantity;
  retired: Quantity;
  cancelled: Quantity;
  ties: boolean;
}
export interface ClassEntry {
  class: number;
  operator: number;
  name: string | null;
  methodology: number;
  version: number;
  /** YYYY-MM. */
  month: string;
  grams: Quantity;
  byDisposition: Dispositions;
  credited: Quantity;
  records: number;
  batches: number;
  sealsFrom: Moment | null;
  stage: 'open' | 'sealed' | 'sampled' | 'referred' | 'noticed' | 'issued' | 'rejected';
  frozen: boolean;
  totals: ClassTotals | null;
}
export interface Classes {
  classes: ClassEntry[];
  next: number | null;
}
export interface Opinion {
  kind: 'unmodified' | 'modified' | 'adverse' | 'disclaimed';
  deduction: Quantity;
  failed: number;
  void: number;
  extrapolated: Quantity;
  report: Hex;
  at: Moment;
}
export interface Audit {
  sealedAt: Moment;
  needed: number;
  rounds: number;
  objections: number;
  referral: 'adverse' | 'quorum' | 'failures' | 'nothingLeft' | 'halted' | null;
  noticed: { grams: Quantity; until: Moment; decided: boolean } | null;
  sample: {
    seed: Hex;
    points: number;
    drawnAt: Moment;
    until: Moment;
    verifiers: { verifier: number; name: string | null; opinion: Opinion | null }[];
  } | null;
}
export interface Recalled {
  recalled: Quantity;
  ownBuffer: Quantity;
  pool: Quantity;
  toppedUp: Quantity;
  bonded: Quantity;
  short: Quantity;
  replaced: Quantity;
}
export interface Issued {
  at: Moment;
  risk: 'activity' | 'technology' | 'nature';
  parts: Dispositions;
  claimsUntil: Moment;
  swept: boolean;
  certificates: number;
  serials: string | null;
  recall: Recalled;
}
/** In the words of the Climate Action Data Trust. */
export interface Exchange {
  correspondingAdjustmentDeclaration: string;
  correspondingAdjustmentStatus: string;
  unitType: string;
  unitRegistryLink: string;
  authorisation: Hex | null;
  unitTags: string;
}
export interface TracedBatch {
  batch: number;
  id: Hex;
  content: Hex;
  evidenceRoot: Hex | null;
  block: number;
  extrinsic: number;
  processedAt: Moment;
}
export interface BatchOf extends TracedBatch {
  rows: number;
  credited: number;
  grams: Quantity;
  from: Quantity;
  to: Quantity;
}
export interface Class extends ClassEntry {
  audit: Audit | null;
  issuance: Issued | null;
  exchange: Exchange;
  batchesPage: BatchOf[];
  nextBatch: number | null;
}
export interface Trace {
  class: number;
  serial: Quantity;
  text: string;
  operator: number;
  name: string | null;
  methodology: number;
  version: number;
  month: string;
  gram: Quantity;
  offset: Quantity;
  batch: TracedBatch;
  certificate: number | null;
  cancelled: boolean;
}
export interface Certificate {
  certificate: number;
  class: number;
  serials: string;
  from: Quantity;
  to: Quantity;
  grams: Quantity;
  by: string;
  beneficiary: string;
  purpose: string;
  retiredIn: number;
  retiredAt: Moment;
  operator: number;
  name: string | null;
  methodology: number;
  version: number;
  month: string;
  recall: Recalled;
}
export interface Contribution extends ClassEntry {
  disposition: 'entrusted' | 'self-held' | 'reward-only';
  contributed: Quantity;
}
export interface Provenance {
  citizen: number;
  contributions: Contribution[];
  next: number | null;
  records: { day: Day; batch: number; row: number; grams: Quantity }[];
}

/** The methods with their parameters. `at` is a block's hash; without it the best block is asked. */
export interface Methods {
  clock(at?: string): Promise<Answer<Clock>>;
  account(citizen: number, at?: string): Promise<Answer<Account>>;
  citizenOf(who: string, at?: string): Promise<Answer<CitizenOf>>;
  solvency(operator?: number | null, first?: number | null, at?: string): Promise<Answer<Solvency>>;
  merchant(merchant: number, at?: string): Promise<Answer<Merchant>>;
  statement(merchant: number, firstDay: Day, lastDay: Day, at?: string): Promise<Answer<Statement>>;
  payment(reference: Reference | Request, at?: string): Promise<Answer<PaymentOf>>;
  offers(first?: number | null, at?: string): Promise<Answer<Offers>>;
  order(citizen: number, number: number, at?: string): Promise<Answer<OrderOf>>;
  orders(citizen: number, at?: string): Promise<Answer<Orders>>;
  evaluate(methodology: number, version: number, inputs: (Quantity | number)[], at?: string): Promise<Answer<Evaluation>>;
  explain(methodology: number, version: number, inputs: (Quantity | number)[], at?: string): Promise<Answer<Explanation>>;
  shortfall(operator: number, cents: Quantity | number, at?: string): Promise<Answer<Shortfall>>;
  class(number: number, firstBatch?: number | null, at?: string): Promise<Answer<Class>>;
  classes(first?: number | null, at?: string): Promise<Answer<Classes>>;
  trace(number: number, serial: Quantity | number, at?: string): Promise<Answer<Trace>>;
  certificate(certificate: number, at?: string): Promise<Answer<Certificate>>;
  provenance(citizen: number, first?: number | null, at?: string): Promise<Answer<Provenance>>;
}
