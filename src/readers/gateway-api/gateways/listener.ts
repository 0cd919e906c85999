/** A listener of a Gateway, as its manifest has it. @internal */
export interface Listener {
  readonly name?: string;
  /** Undefined for every host. */
  readonly hostname?: string;
  readonly port: number;
  readonly protocol: string;
  readonly allowedRoutes?: any;
  readonly tls?: any;
}

/** Listeners of HTTP; HTTPS and TLS share a port. @internal */
export type ProtocolGroup = 'HTTP' | 'HTTPS';

/** HTTPS and TLS may stand on one port, told apart by the host in the TLS handshake. @internal */
export function protocolGroup({ protocol }: Listener): string {
  return protocol === 'TLS' ? 'HTTPS' : protocol;
}
