import { isObjectType, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';

import { EXAMPLES } from '../src/examples';
import { apiSchema, mergeContracts } from './api_schema';

const schema = apiSchema();

describe('the example questions', () => {
  test.each(EXAMPLES.map((example) => [example.operationName, example] as const))(
    '%s is valid against the contracts',
    (_name, example) => {
      const errors = validate(schema, parse(example.query));
      expect(errors.map((error) => error.message)).toEqual([]);
    },
  );

  test('have operation names of their own, since GraphiQL runs them by name', () => {
    const names = EXAMPLES.map((example) => example.operationName);
    expect(new Set(names).size).toBe(names.length);
  });

  test('name only variables that their documents declare', () => {
    for (const { query, variables } of EXAMPLES.filter((example) => example.variables !== '')) {
      for (const name of Object.keys(JSON.parse(variables))) expect(query).toContain(`$${name}:`);
    }
  });
});

describe('the schema they are held against', () => {
  test('joins the fields that several contracts give one type', () => {
    const report = schema.getType('OpinionReport');
    const fields = isObjectType(report) ? Object.keys(report.getFields()) : [];
    expect(fields).toEqual(expect.arrayContaining(['title', 'cityHandling', 'provincialHandling']));
  });

  test('hides what is inaccessible', () => {
    expect(schema.getType('DistinctSet')).toBeUndefined();
    expect(validate(schema, parse('{ region(code: "620000") { tally { personSet } } }'))).toHaveLength(1);
  });

  test('refuses a type that is of two kinds', () => {
    expect(() => mergeContracts(['type A { b: Int }', 'enum A { B }'])).toThrow(/ObjectTypeDefinition/);
  });
});
