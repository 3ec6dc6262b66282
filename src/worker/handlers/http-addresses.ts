import { lookup as resolveName } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { JobuError } from '../../errors.ts';

/** `true`: every address may be reached; a list: only these private addresses and networks (`10.1.0.0/16`). */
export type AllowPrivateAddresses = boolean | readonly string[];

/** IPv4 networks that are not the public internet (IANA special-purpose registry), and one cloud's metadata address. */
const PRIVATE_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** The same for IPv6, with the forms that carry an IPv4 address elsewhere (6to4, Teredo, IPv4-compatible). */
const PRIVATE_V6 = [
  '::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

function networks(list: readonly string[]): BlockList {
  const blocks = new BlockList();
  for (const entry of list) {
    const [address = '', bits] = entry.split('/');
    const version = isIP(address);
    const prefix = bits === undefined ? (version === 4 ? 32 : 128) : Number(bits);
    if (version === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > (version === 4 ? 32 : 128) || bits === '')
      throw new JobuError('HTTP_NETWORK_INVALID', { network: entry });
    blocks.addSubnet(address, prefix, version === 4 ? 'ipv4' : 'ipv6');
    // The well-known prefix of NAT64 leads to the IPv4 address in its last bits.
    if (version === 4) blocks.addSubnet(`64:ff9b::${address}`, 96 + prefix, 'ipv6');
  }
  return blocks;
}

const PRIVATE = networks([...PRIVATE_V4, ...PRIVATE_V6]);

/** Decides which addresses an `http` job may connect to. */
export class AddressPolicy {
  readonly #allowAll: boolean;
  readonly #allowed: BlockList;

  /** Throws HTTP_NETWORK_INVALID for an entry that is neither an address nor a network. */
  constructor(allow: AllowPrivateAddresses = false) {
    this.#allowAll = allow === true;
    this.#allowed = networks(typeof allow === 'boolean' ? [] : allow);
  }

  allows(address: string): boolean {
    const version = isIP(address);
    if (version === 0) return false;
    const family = version === 4 ? 'ipv4' : 'ipv6';
    // A list answers for IPv4-mapped IPv6 addresses (::ffff:10.0.0.1) by the IPv4 address in them.
    return this.#allowAll || !PRIVATE.check(address, family) || this.#allowed.check(address, family);
  }

  /** Throws HTTP_ADDRESS_REFUSED for a host that is itself an address which may not be reached. */
  assertHost(hostname: string): void {
    const address = hostname.replace(/^\[|\]$/g, '');
    if (isIP(address) !== 0 && !this.allows(address))
      throw new JobuError('HTTP_ADDRESS_REFUSED', { address, host: address });
  }

  /** Resolves a name for a connection and leaves only what may be reached: the address checked is the one connected to. */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '', 0);
      const allowed = addresses.filter(({ address }) => this.allows(address));
      const [first] = allowed;
      if (first === undefined) {
        const refused = addresses.map(({ address }) => address).join(', ');
        return callback(new JobuError('HTTP_ADDRESS_REFUSED', { address: refused, host: hostname }), '', 0);
      }
      if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}
