// A gateway for looking at the explorer without one: `npm run preview:mock` serves dist/ with it.
// Answers introspection and any valid document with plausible records, and reports a coverage in
// which three counties are missing, one of its own will, whenever the whole province is asked.

import type { IncomingMessage, ServerResponse } from 'node:http';

import {
  getNamedType,
  graphql,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import type { Plugin } from 'vite';

import { apiSchema } from './api_schema';
import { readRegions } from './read_regions';

const REGIONS = readRegions();
const BY_CODE = new Map(REGIONS.map((region) => [region.code, region]));
const SILENT = new Map([
  ['620881', 'BREAKER_OPEN'],
  ['621126', 'TIMEOUT'],
  ['620422', 'REFUSED'],
]);
const DETAILS = new Map([['620422', '清查档案 / the records are under review']]);
const WORDS: Record<string, string[]> = {
  name: ['张明德', '李秀英', '王建国', '马晓兰', '杨志强'],
  title: ['关于完善乡村供水管护的建议', '中药材产业链协商', '老旧小区加装电梯'],
  Date: ['2024-03-12', '2024-06-28', '2024-11-05'],
};

export function mockGateway(): Plugin {
  const schema = apiSchema();
  return {
    name: 'qianzhan:mock-gateway',
    configurePreviewServer(server) {
      server.middlewares.use('/graphql', (request, response, next) => {
        respond(schema, request, response).catch(next);
      });
    },
  };
}

async function respond(schema: GraphQLSchema, request: IncomingMessage, response: ServerResponse) {
  const { query, variables, operationName } = JSON.parse(await readBody(request));
  const result = await graphql({
    schema,
    source: query,
    variableValues: variables,
    operationName,
    fieldResolver: resolveField,
  });
  const detailed = request.headers['x-qianzhan-coverage'] === 'sites';
  const body = query.includes('__schema')
    ? result
    : { ...result, extensions: { coverage: coverageOf(query, detailed) } };
  response.setHeader('content-type', 'application/graphql-response+json');
  response.end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function coverageOf(query: string, detailed: boolean) {
  const codes = askedCodes(query);
  const sites = codes.map((code) => ({
    site: code,
    region: code,
    outcome: SILENT.get(code) ?? 'ANSWERED',
  }));
  const missing = sites
    .filter(({ outcome }) => outcome !== 'ANSWERED')
    .map(({ site, region, outcome }) => ({
      site,
      region,
      name: BY_CODE.get(region)?.name,
      contract: 'network',
      reason: outcome,
      detail: DETAILS.get(region),
    }));
  return {
    asked: codes.length,
    answered: codes.length - missing.length,
    complete: missing.length === 0,
    missing,
    withheld: sites
      .filter(({ outcome }) => outcome === 'ANSWERED')
      .map(({ site, region }) => ({
        site,
        region,
        name: BY_CODE.get(region)?.name,
        fields: [{ field: 'Platform.head', how: region === '620000' ? 'MASKED' : 'WITHHELD' }],
      })),
    elapsedMs: 38,
    ...(detailed ? { sites } : {}),
  };
}

/** The whole province where it or all cities are asked; else the region, its city and province. */
function askedCodes(query: string): string[] {
  const code = /code: "(\d{6})/.exec(query)?.[1];
  if (code === '620000' || query.includes('level: CITY')) return REGIONS.map((region) => region.code);
  return code === undefined ? [] : ['620000', `${code.slice(0, 4)}00`, code];
}

/** Regions and sites come from the table; the rest is made from the field's name and place. */
const resolveField: GraphQLFieldResolver<unknown, unknown> = (source, args, _context, info) => {
  const { fieldName, parentType, returnType } = info;
  const region = source as { code?: string } | undefined;
  if (parentType.name === 'Query' && fieldName === 'region') return regionOf(String(args.code));
  if (parentType.name === 'Query' && fieldName === 'regions') {
    return REGIONS.filter(({ level }) => args.level === undefined || level === args.level);
  }
  if (parentType.name === 'Query' && fieldName === 'sites') return REGIONS.map(siteOf);
  if (parentType.name === 'Region' && fieldName === 'children') {
    return REGIONS.filter(({ parentCode }) => parentCode === region?.code);
  }
  if (typeof source === 'object' && source !== null && fieldName in source) {
    return (source as Record<string, unknown>)[fieldName];
  }
  return invent(returnType, fieldName, hash(JSON.stringify(info.path) + (region?.code ?? '')));
};

function regionOf(code: string) {
  return BY_CODE.get(code) ?? { code, name: null, level: 'TOWNSHIP' };
}

function siteOf(region: { code: string; name: string }) {
  return {
    id: region.code,
    name: `${region.name}政协`,
    regions: [region],
    contracts: ['network'],
    state: SILENT.get(region.code) === 'BREAKER_OPEN' ? 'BREAKER_OPEN' : 'UP',
  };
}

function invent(type: GraphQLOutputType, field: string, seed: number): unknown {
  if (isNonNullType(type)) return invent(type.ofType, field, seed);
  if (isListType(type)) return [0, 1, 2].map((at) => invent(type.ofType, field, seed + at));
  const named = getNamedType(type);
  if (isObjectType(named)) return {};
  if (isEnumType(named)) return named.getValues()[seed % named.getValues().length]?.value;
  const words = WORDS[named.name] ?? WORDS[field];
  if (words !== undefined) return words[seed % words.length];
  switch (named.name) {
    case 'Int':
      return seed % 4000;
    case 'Float':
      return (seed % 1000) / 10;
    case 'Boolean':
      return seed % 2 === 0;
    default:
      return `${field}-${seed % 1000}`;
  }
}

function hash(text: string): number {
  let value = 7;
  for (const letter of text) value = (value * 31 + letter.charCodeAt(0)) % 1_000_003;
  return value;
}
