/** A part of a process with a life: dispatcher, worker, admin server, heartbeat. */
export interface Service {
  readonly name: string;
  /** Resolves when the service does its work. A second call does nothing more. */
  start(): Promise<void>;
  /** Finishes what is under way and frees what is held. Safe twice, and before a start. */
  stop(): Promise<void>;
}

/** Whether a service does its work; when not, since when and why. */
export interface Health {
  readonly service: string;
  readonly ok: boolean;
  readonly since?: Date;
  readonly detail?: string;
}
