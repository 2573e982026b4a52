// Answers GraphQL operations over one unsplit schema and its rows, with graphql-js.
// One JSON value a line. In: `{schema, rows, programs}` sets the world, `{query, variables}` asks.
// Out: `{}` or `{data, errors}`. Rows and programs are those of `../world/records.rs`.

import { createInterface } from 'node:readline';
import { buildSchema, execute, getNamedType, isCompositeType, parse } from 'graphql';

let world;

function answer({ query, variables }) {
  // Mutations change rows: each operation begins with those the world was made with.
  const state = { rows: structuredClone(world.rows) };
  const result = execute({
    schema: world.schema,
    document: parse(query),
    rootValue: {},
    contextValue: state,
    variableValues: variables,
    fieldResolver: (object, args, context, info) => {
      const type = info.parentType.name;
      const row = object.row ?? context.rows[type]?.[''] ?? {};
      return resolve(context, type, row, info.fieldName, args);
    },
    typeResolver: (object) => object.type,
  });
  return result;
}

function resolve(state, type, row, name, args) {
  const field = world.schema.getType(type).getFields()[name];
  return complete(state, field.type, valueOf(state, type, row, name, args));
}

// The value a row has, or a program makes, with references not followed.
function valueOf(state, type, row, name, args) {
  const program = world.programs[`${type}.${name}`];
  switch (program?.kind) {
    case 'arguments':
      return row[name] == null ? null : `${row[name]}(${canonical(args)})`;
    case 'requires': {
      const required = canonical(project(state, { type, row }, program.fields));
      return Object.keys(args).length === 0 ? `${name}${required}` : `${name}${required}(${canonical(args)})`;
    }
    case 'pick':
      return row[name][args.n % row[name].length];
    case 'bump':
      state.rows[program.table][program.row][program.field] += args.by;
      return `${program.table}/${program.row}`;
    default:
      return row[name] ?? null;
  }
}

function complete(state, type, value) {
  if (value == null) return null;
  if (Array.isArray(value)) return value.map((item) => complete(state, type, item));
  const named = getNamedType(type);
  if (!isCompositeType(named)) return value;
  if (typeof value === 'string') {
    const [table, row] = value.split('/');
    return { type: table, row: state.rows[table][row] };
  }
  return { type: value.__typename ?? named.name, row: value };
}

// The fields that `@requires` names, as a representation would hold them.
function project(state, object, fields) {
  if (object == null) return null;
  if (Array.isArray(object)) return object.map((item) => project(state, item, fields));
  const projected = {};
  for (const field of fields) {
    const value = resolve(state, object.type, object.row, field.name, field.arguments);
    projected[field.name] = field.fields.length === 0 ? value : project(state, value, field.fields);
  }
  return projected;
}

// JSON with the keys of objects in order.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${entries.join(',')}}`;
}

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  let reply = {};
  try {
    if (message.schema === undefined) {
      reply = answer(message);
    } else {
      world = { schema: buildSchema(message.schema), rows: message.rows, programs: message.programs };
    }
  } catch (error) {
    reply = { errors: [{ message: String(error.stack) }] };
  }
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
