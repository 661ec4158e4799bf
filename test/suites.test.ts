import { describe, expect, it } from 'vitest';
import { lieFor } from '../src/conformance/audit-plan.ts';
import { coverage } from '../src/conformance/coverage.ts';
import { matchesGlob } from '../src/conformance/pattern.ts';
import { brokerSuites } from '../suites/broker/index.ts';
import { saboteurs } from '../suites/sabotage/index.ts';

const cases = brokerSuites.flatMap((suite) => suite.cases);

describe('the broker suites', () => {
  it('give every case an id of its own, made of kebab-case parts', () => {
    const ids = cases.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z0-9-]+(\/[a-z0-9-]+)+$/.test(id))).toEqual([]);
  });

  it('name no statement twice in one case, and at least one in each', () => {
    expect(
      cases.filter(({ proves }) => proves.length === 0 || new Set(proves).size !== proves.length),
    ).toEqual([]);
  });

  it('have a saboteur for each statement that a case claims', () => {
    const unproven = cases.flatMap((brokerCase) =>
      brokerCase.proves
        .filter((statement) => lieFor(brokerCase, statement, saboteurs) === undefined)
        .map((statement) => `${brokerCase.id} claims ${statement}`),
    );
    expect(unproven).toEqual([]);
  });

  it('leave every statement covered, excluded with a reason, or planned', () => {
    const states = coverage(brokerSuites, saboteurs).map(({ state }) => state);
    expect(states).not.toContain('unproven');
  });

  it('cover no statement that the table excludes', () => {
    const both = coverage(brokerSuites, saboteurs).filter(
      ({ statement, cases: proving }) => statement.excluded !== undefined && proving.length > 0,
    );
    expect(both.map(({ statement }) => statement.id)).toEqual([]);
  });
});

describe('the saboteurs', () => {
  it('have ids of their own, say what they do, and name the statements that they break', () => {
    const ids = saboteurs.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(saboteurs.filter(({ breaks, does }) => breaks.length === 0 || !does.endsWith('.'))).toEqual([]);
  });

  it('meet at least one case each', () => {
    const idle = saboteurs.filter(
      (saboteur) =>
        !cases.some(
          (brokerCase) =>
            brokerCase.proves.some((statement) => saboteur.breaks.includes(statement)) &&
            (saboteur.cases === undefined || saboteur.cases.some((glob) => matchesGlob(glob, brokerCase.id))),
        ),
    );
    expect(idle.map(({ id }) => id)).toEqual([]);
  });

  it('restrict themselves only to cases that exist', () => {
    const stale = saboteurs.flatMap(({ id, cases: globs }) =>
      (globs ?? [])
        .filter((glob) => !cases.some((one) => matchesGlob(glob, one.id)))
        .map((glob) => `${id}: ${glob}`),
    );
    expect(stale).toEqual([]);
  });
});
