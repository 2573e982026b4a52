// Every sentence of the frame, in Chinese and English.

import type { How, MissingReason } from './coverage/report';
import type { TileState } from './coverage/tiles';
import type { Language } from './language';

export interface Messages {
  documentTitle: string;
  brand: string;
  subtitle: string;
  language: string;
  gateway: {
    connecting: string;
    up: string;
    degraded(down: number): string;
    refused(code: string): string;
    unreachable: string;
    retry: string;
    sites(count: number): string;
    regions(provinces: number, cities: number, counties: number): string;
  };
  identity: {
    label: string;
    none: string;
  };
  examples: {
    heading: string;
    toggle: string;
    hint: string;
  };
  editor: {
    run: string;
    prettify: string;
    merge: string;
    copy: string;
    newTabText: string;
  };
  coverage: {
    heading: string;
    empty: string;
    unsaid: string;
    noSites: string;
    answered(answered: number, asked: number): string;
    complete: string;
    partial(percentage: number): string;
    cause(reason: string, contract: string): string;
    detail(cause: string, detail: string): string;
    keptBackHeading: string;
    keptBackBy(sites: number): string;
    notKnown: string;
    elapsed(milliseconds: number): string;
    missingHeading: string;
    noneListed: string;
    showTiles: string;
    hideTiles: string;
    legend: Record<TileState, string>;
  };
  reasons: Record<MissingReason, string>;
  otherReason: string;
  hows: Record<How, string>;
  contracts: Record<string, string>;
  errors: {
    unreachable: string;
    unreadable(status: number): string;
  };
}

const zh: Messages = {
  documentTitle: '千站 · 甘肃政协联系网络',
  brand: '千站',
  subtitle: '甘肃政协联系网络',
  language: '语言',
  gateway: {
    connecting: '正在连接网关…',
    up: '网关正常',
    degraded: (down) => `${down} 个站点熔断中`,
    refused: (code) => `网关未答复目录：${code}`,
    unreachable: '网关连接不上',
    retry: '重试',
    sites: (count) => `${count} 个站点`,
    regions: (provinces, cities, counties) => `省 ${provinces} · 市州 ${cities} · 县区 ${counties}`,
  },
  identity: {
    label: '身份',
    none: '不带令牌',
  },
  examples: {
    heading: '示例问题',
    toggle: '示例问题',
    hint: '点一题，即在新标签页打开并运行',
  },
  editor: {
    run: '运行',
    prettify: '整理格式（Shift-Ctrl-P）',
    merge: '展开片段（Shift-Ctrl-M）',
    copy: '复制查询（Shift-Ctrl-C）',
    newTabText: '# 在此写查询，Ctrl-Enter 运行\n# Write a query here, Ctrl-Enter runs it\n\n',
  },
  coverage: {
    heading: '答复范围',
    empty: '运行一个查询后，这里显示问了哪些站点、谁作了答复、谁没有、为什么。',
    unsaid: '这次没有可显示的答复范围。',
    noSites: '这次查询由网关自身答复，没有询问站点。',
    answered: (answered, asked) => `${answered} / ${asked} 个站点已答复`,
    complete: '完整',
    partial: (percentage) => `不完整，${percentage}%`,
    cause: (reason, contract) => `${reason}（${contract}）`,
    detail: (cause, detail) => `${cause}：${detail}`,
    keptBackHeading: '答复中保留的内容',
    keptBackBy: (sites) => `${sites} 个站点`,
    notKnown: '尚不提供',
    elapsed: (milliseconds) => `用时 ${milliseconds} 毫秒`,
    missingHeading: '未答复的站点',
    noneListed: '答复不完整，网关没有逐一列出缺席的站点。',
    showTiles: '展开各站点',
    hideTiles: '收起各站点',
    legend: { answered: '已答复', missing: '未答复', 'not-asked': '未询问', unknown: '未逐一说明' },
  },
  reasons: {
    TIMEOUT: '超时',
    UNREACHABLE: '连接不上',
    BREAKER_OPEN: '熔断中',
    REFUSED: '拒绝答复',
    ERROR: '站点出错',
    INCOMPATIBLE: '不符合契约',
    OVERSIZED: '答复过大',
    NOT_REGISTERED: '没有登记站点',
  },
  otherReason: '原因不明',
  hows: {
    WITHHELD: '不提供',
    MASKED: '只示部分',
    COUNT_ONLY: '只给数目',
    SUPPRESSED: '数目太小，不给',
    ROUNDED: '取整',
  },
  contracts: { directory: '目录', network: '网络', province: '省级', city: '市级', county: '县级' },
  errors: {
    unreachable: '网关连接不上：请确认网关正在运行，且本页由它提供。',
    unreadable: (status) => `网关的答复不是 GraphQL（HTTP ${status}）。`,
  },
};

const en: Messages = {
  documentTitle: 'Qianzhan · Gansu committee network',
  brand: '千站',
  subtitle: 'Qianzhan · Gansu committee network',
  language: 'Language',
  gateway: {
    connecting: 'Connecting to the gateway…',
    up: 'Gateway up',
    degraded: (down) => `${down} ${down === 1 ? 'site' : 'sites'} behind an open breaker`,
    refused: (code) => `No directory from the gateway: ${code}`,
    unreachable: 'Gateway unreachable',
    retry: 'Retry',
    sites: (count) => `${count} ${count === 1 ? 'site' : 'sites'}`,
    regions: (provinces, cities, counties) =>
      `province ${provinces} · cities ${cities} · counties ${counties}`,
  },
  identity: {
    label: 'Look as',
    none: 'without a token',
  },
  examples: {
    heading: 'Example questions',
    toggle: 'Examples',
    hint: 'Opens in a new tab and runs',
  },
  editor: {
    run: 'run',
    prettify: 'Prettify (Shift-Ctrl-P)',
    merge: 'Merge fragments (Shift-Ctrl-M)',
    copy: 'Copy query (Shift-Ctrl-C)',
    newTabText: zh.editor.newTabText,
  },
  coverage: {
    heading: 'Coverage',
    empty: 'Run a query to see which sites were asked, who answered, who did not, and why.',
    unsaid: 'There is no coverage to show for this answer.',
    noSites: 'The gateway answered this itself and asked no site.',
    answered: (answered, asked) => `${answered} of ${asked} sites answered`,
    complete: 'complete',
    partial: (percentage) => `incomplete, ${percentage} %`,
    cause: (reason, contract) => `${reason} (${contract})`,
    detail: (cause, detail) => `${cause}: ${detail}`,
    keptBackHeading: 'What was kept back',
    keptBackBy: (sites) => `${sites} sites`,
    notKnown: 'does not know',
    elapsed: (milliseconds) => `${milliseconds} ms`,
    missingHeading: 'Sites that did not answer',
    noneListed: 'The answer is incomplete; the gateway did not list the missing sites.',
    showTiles: 'Show the sites',
    hideTiles: 'Hide the sites',
    legend: {
      answered: 'answered',
      missing: 'missing',
      'not-asked': 'not asked',
      unknown: 'not detailed',
    },
  },
  reasons: {
    TIMEOUT: 'timed out',
    UNREACHABLE: 'unreachable',
    BREAKER_OPEN: 'breaker open',
    REFUSED: 'refused',
    ERROR: 'site error',
    INCOMPATIBLE: 'incompatible with the contract',
    OVERSIZED: 'answer too large',
    NOT_REGISTERED: 'no site registered',
  },
  otherReason: 'no reason given',
  hows: {
    WITHHELD: 'withheld',
    MASKED: 'masked',
    COUNT_ONLY: 'count only',
    SUPPRESSED: 'too few to tell',
    ROUNDED: 'rounded',
  },
  contracts: {},
  errors: {
    unreachable: 'Gateway unreachable: check that it runs and that it served this page.',
    unreadable: (status) => `The gateway's answer is not GraphQL (HTTP ${status}).`,
  },
};

export const MESSAGES: Record<Language, Messages> = { zh, en };
