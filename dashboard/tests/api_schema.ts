// The API schema as clients see it, put together from the contracts in schema/: types of one name
// merge field by field, federation and jurisdiction directives go, and so does what is inaccessible.
// Simpler than composition (which `qianzhan compose` does), and enough to validate documents against.

import { readFileSync, readdirSync } from 'node:fs';

import {
  buildASTSchema,
  Kind,
  parse,
  visit,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type ObjectTypeDefinitionNode,
  type TypeDefinitionNode,
} from 'graphql';

const CONTRACTS = new URL('../../schema/', import.meta.url);
/** Not contracts: definitions of directives, and what composition makes of the contracts. */
const OTHERS = ['jurisdiction.graphql', 'supergraph.graphql'];
const KEPT_DIRECTIVES = ['deprecated', 'specifiedBy', 'oneOf'];
/** The gateway's own directive on operations. */
const GATEWAY_SDL = 'directive @coverage(min: Float, within: String) on QUERY';

export function apiSchema(): GraphQLSchema {
  return mergeContracts(readContracts());
}

export function mergeContracts(contracts: string[]): GraphQLSchema {
  const types = new Map<string, TypeDefinitionNode>();
  for (const definition of contracts.flatMap((sdl) => parse(sdl).definitions)) {
    if (!isTypeDefinition(definition) || isInaccessible(definition)) continue;
    const name = definition.name.value;
    const known = types.get(name);
    types.set(name, known === undefined ? definition : merge(known, definition));
  }
  const definitions = [...types.values(), ...parse(GATEWAY_SDL).definitions];
  return buildASTSchema(withoutFederation({ kind: Kind.DOCUMENT, definitions }));
}

function readContracts(): string[] {
  return readdirSync(CONTRACTS)
    .filter((file) => file.endsWith('.graphql') && !OTHERS.includes(file))
    .map((file) => readFileSync(new URL(file, CONTRACTS), 'utf8'));
}

function merge(known: TypeDefinitionNode, other: TypeDefinitionNode): TypeDefinitionNode {
  if (known.kind !== other.kind) {
    throw new Error(`${known.name.value} is ${known.kind} in one contract, ${other.kind} in another`);
  }
  if (known.kind !== Kind.OBJECT_TYPE_DEFINITION) return known;
  const fields = new Map<string, FieldDefinitionNode>();
  for (const field of [...(known.fields ?? []), ...((other as ObjectTypeDefinitionNode).fields ?? [])]) {
    if (!fields.has(field.name.value)) fields.set(field.name.value, field);
  }
  return { ...known, fields: [...fields.values()] };
}

function withoutFederation(document: DocumentNode): DocumentNode {
  return visit(document, {
    FieldDefinition: (field) => (isInaccessible(field) ? null : undefined),
    Directive: (directive) => (KEPT_DIRECTIVES.includes(directive.name.value) ? undefined : null),
  });
}

function isInaccessible(node: { directives?: readonly ConstDirectiveNode[] }): boolean {
  return node.directives?.some((directive) => directive.name.value === 'inaccessible') ?? false;
}

function isTypeDefinition(node: DefinitionNode): node is TypeDefinitionNode {
  return node.kind.endsWith('TypeDefinition');
}
