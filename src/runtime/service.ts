/** A part of a process with a life: dispatcher, worker, admin server, heartbeat. */
export interface Service {
  readonly name: string;
  /** Resolves when the service does its work. A second call does nothing more. */
  start(): Promise<void>;
  /** Finishes what is under way and frees what is held. Safe twice, and before a start. */
  stop(): Promise<void>;
}
