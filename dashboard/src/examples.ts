// The example questions: titles for people, documents for GraphiQL.

import { parse, type OperationDefinitionNode } from 'graphql';

import citiesInTime from './examples/cities_in_time.graphql?raw';
import huatingFigures from './examples/huating_figures.graphql?raw';
import longxiOpinionReports from './examples/longxi_opinion_reports.graphql?raw';
import longxiPlatforms from './examples/longxi_platforms.graphql?raw';
import monthlyRollUp from './examples/monthly_roll_up.graphql?raw';
import personSeats from './examples/person_seats.graphql?raw';
import provinceMembers from './examples/province_members.graphql?raw';
import provinceTally from './examples/province_tally.graphql?raw';
import siteStates from './examples/site_states.graphql?raw';
import townshipDeployments from './examples/township_deployments.graphql?raw';
import type { Language } from './language';

export type Bilingual = Record<Language, string>;

export interface Example {
  /** Name of the operation, unique among the examples; GraphiQL titles the tab with it. */
  operationName: string;
  title: Bilingual;
  /** Which sites the question reaches. */
  reach: Bilingual;
  query: string;
  /** JSON text of the variables; empty for none. */
  variables: string;
}

export interface ExampleGroup {
  title: Bilingual;
  examples: Example[];
}

export const EXAMPLE_GROUPS: ExampleGroup[] = [
  {
    title: { zh: '汇总', en: 'Roll-ups' },
    examples: [
      example(provinceTally, {
        title: { zh: '各市州 2024 年协商场次', en: 'Events by city, 2024' },
        reach: { zh: '汇集全部站点', en: 'gathers every site' },
      }),
      example(monthlyRollUp, {
        title: { zh: '全省 2024 年逐月汇总', en: 'Month by month, 2024' },
        reach: { zh: '汇集全部站点', en: 'gathers every site' },
      }),
      example(citiesInTime, {
        title: { zh: '各市州现状，限 2 秒作答', en: 'Cities, in two seconds' },
        reach: { zh: '汇集全部站点，限时', en: 'gathers every site, in time' },
      }),
    ],
  },
  {
    title: { zh: '委员', en: 'Members' },
    examples: [
      example(townshipDeployments, {
        title: { zh: '下沉到陇西县一个乡镇的委员', en: 'Members deployed to a township' },
        reach: { zh: '县、市、省三级', en: 'county, city and province' },
      }),
      example(provinceMembers, {
        title: { zh: '全省委员按姓名翻页', en: 'All members by name' },
        reach: { zh: '汇集全部站点', en: 'gathers every site' },
        variables: { first: 50, after: null },
      }),
      example(personSeats, {
        title: { zh: '一人多席：省级委员的全部席位', en: 'One person, several seats' },
        reach: { zh: '省级站点，再问全网', en: 'the province, then all sites' },
      }),
    ],
  },
  {
    title: { zh: '站室与数字', en: 'Platforms and figures' },
    examples: [
      example(longxiPlatforms, {
        title: { zh: '陇西县的站室与牌子', en: 'Platforms of Longxi' },
        reach: { zh: '一个县', en: 'one county' },
      }),
      example(huatingFigures, {
        title: { zh: '华亭市：上报数字与计算数', en: 'Huating: reported, computed' },
        reach: { zh: '一个县', en: 'one county' },
      }),
      example(longxiOpinionReports, {
        title: { zh: '陇西县社情民意信息逐级处理', en: 'Opinion reports handled' },
        reach: { zh: '县、市、省三级', en: 'county, city and province' },
      }),
    ],
  },
  {
    title: { zh: '网络', en: 'Network' },
    examples: [
      example(siteStates, {
        title: { zh: '站点与状态', en: 'Sites and their state' },
        reach: { zh: '网关自答', en: 'the gateway alone' },
      }),
    ],
  },
];

export const EXAMPLES: Example[] = EXAMPLE_GROUPS.flatMap((group) => group.examples);

function example(
  query: string,
  words: { title: Bilingual; reach: Bilingual; variables?: Record<string, unknown> },
): Example {
  const { title, reach, variables } = words;
  return {
    operationName: operationName(query),
    title,
    reach,
    query: query.trimEnd(),
    variables: variables === undefined ? '' : JSON.stringify(variables, null, 2),
  };
}

function operationName(query: string): string {
  const operation = parse(query).definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === 'OperationDefinition',
  );
  if (operation?.name === undefined) throw new Error('an example document names no operation');
  return operation.name.value;
}
