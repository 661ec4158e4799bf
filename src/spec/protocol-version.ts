/** The two versions of the standard that mqtt-assay judges. */
export type ProtocolVersion = '3.1.1' | '5.0';

/** Both versions, oldest first. */
export const protocolVersions: readonly ProtocolVersion[] = ['3.1.1', '5.0'];

/** The byte that names the version on the wire. (3.1.1 section 3.1.2.2, 5.0 section 3.1.2.2) */
export const protocolLevelOf: Readonly<Record<ProtocolVersion, number>> = { '3.1.1': 4, '5.0': 5 };
