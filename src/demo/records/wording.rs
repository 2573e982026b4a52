//! The words of topics, events, outcomes and reports: matters of daily life, none of them a real
//! case.

use rand::Rng;
use rand::seq::IndexedRandom as _;

/// A matter that people consult about, and what may come of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Matter {
    /// As in "the consultation about …".
    pub(super) subject: &'static str,
    /// A suggestion.
    pub(super) suggestion: &'static str,
    /// The problem once it is solved.
    pub(super) solved: &'static str,
}

const fn matter(subject: &'static str, suggestion: &'static str, solved: &'static str) -> Matter {
    Matter { subject, suggestion, solved }
}

const LOCAL: &[Matter] = &[
    matter("农村道路养护", "明确道路养护责任人和巡查周期", "破损路段已修补"),
    matter("安全饮水管网改造", "分段更换老化管道", "停水频繁的住户恢复供水"),
    matter("老旧小区物业管理", "由业主推选代表参与物业评议", "物业服务项目和收费已公示"),
    matter("居家养老服务", "增设就餐点和上门探访", "独居老人用餐有了着落"),
    matter("学校门口交通秩序", "上下学时段安排值守并划设等候区", "校门口拥堵得到缓解"),
    matter("巷道路灯安装", "优先照亮老人儿童常走的路段", "暗巷装上路灯"),
    matter("生活垃圾分类", "合理增设投放点并固定清运时间", "垃圾积存点已清理"),
    matter("中药材初加工场地", "划定集中晾晒场地", "晾晒占道问题得到解决"),
    matter("果蔬冷藏保鲜设施", "由合作社共建共用冷藏库", "旺季储藏难得到缓解"),
    matter("灌溉渠道修缮", "灌溉季节前完成清淤和衬砌", "渠道渗漏段已修复"),
    matter("村卫生室药品配备", "按慢性病用药需要调整目录", "常用药断供问题得到解决"),
    matter("文化广场使用管理", "约定活动时间和音量", "广场噪声纠纷得到化解"),
    matter("集市停车管理", "逢集日开放单位内部车位", "逢集日乱停车得到治理"),
    matter("电动车集中充电", "在楼院边角增设充电棚", "飞线充电已拆除"),
    matter("移风易俗", "修订红白事办理的约定", "新的约定已公布并执行"),
    matter("撂荒地整治", "连片流转给种植大户", "一片撂荒地恢复耕种"),
    matter("合作社分红公开", "每季度公示账目", "分红疑问已逐户答复"),
    matter("快递进村", "依托便民店设立代收点", "偏远组社可以就近取件"),
    matter("冬季取暖", "提早核实困难家庭燃料需求", "供暖不热的住户已检修"),
    matter("消防通道畅通", "清理占用并设置标识", "被占用的通道已腾出"),
    matter("河道清理", "建立分段包干的巡河办法", "河道堆放物已清运"),
    matter("就近就业培训", "按用工需要开设短期课程", "一批群众经培训上岗"),
    matter("留守儿童课后照料", "利用闲置校舍开办课后班", "课后无人照料的孩子有了去处"),
    matter("医疗保险缴费服务", "为老年人提供代办", "漏缴家庭已补办"),
    matter("既有住宅加装电梯", "由各单元协商费用分担", "一个单元就加装达成一致"),
    matter("马铃薯种植与销售", "统一良种并对接收购企业", "滞销的收成找到销路"),
    matter("肉羊养殖防疫", "定期入户指导免疫", "养殖户免疫盲点已补齐"),
    matter("乡村旅游接待", "统一标识和卫生标准", "农家客栈的投诉问题得到整改"),
    matter("公厕建设与管护", "落实保洁和维修经费", "停用的公厕重新开放"),
    matter("公交线路调整", "增加早晚班次", "末班车过早的问题得到解决"),
    matter("邻里用水纠纷", "立约轮流用水", "用水纠纷得到化解"),
    matter("残疾人家庭无障碍改造", "逐户登记改造需求", "一批家庭完成坡道改造"),
    matter("防汛避险安置", "明确每户转移路线和联系人", "险户已签订避险约定"),
    matter("农田机耕道整修", "收获前完成平整", "机械下田难得到解决"),
    matter("社区食堂运营", "引入志愿服务并公开账目", "食堂收支争议已说明"),
    matter("小区雨污管道", "雨季前疏通并更换破损段", "污水外溢得到治理"),
];

const GENERAL: &[Matter] = &[
    matter("中小企业融资服务", "建立需求清单并定期对接", "一批企业获得贷款对接"),
    matter("特色农产品品牌建设", "制定统一标准和标识", "产品抽检标准已发布"),
    matter("义务教育资源均衡", "推动教师交流任教", "薄弱学校缺编教师已补充"),
    matter("县域医疗服务能力", "加强专科协作和远程会诊", "远程会诊已覆盖基层"),
    matter("黄河流域生态保护", "健全上下游协同机制", "重点河段问题完成整改"),
    matter("文化遗产保护利用", "完善数字档案和开放管理", "一处遗存纳入日常巡护"),
    matter("营商环境优化", "压减办事材料并公开时限", "多头提交材料的问题得到解决"),
    matter("职业教育与产业对接", "按产业链调整专业", "校企共建实训基地"),
    matter("物流体系建设", "统筹乡镇物流节点", "重复建设的站点已整合"),
    matter("新能源项目服务", "提前协调并网条件", "并网手续积压已处理"),
    matter("养老服务体系", "推动机构与社区衔接", "养老床位信息实现共享"),
    matter("城市更新与历史街区", "先保护后改造", "街区改造方案完成公示"),
    matter("科技成果转化", "设立中试服务平台", "一项成果进入中试"),
    matter("青少年心理健康", "学校与医疗机构建立转介", "转介渠道已开通"),
    matter("高标准农田管护", "明确管护主体和经费", "损毁设施已登记修复"),
    matter("民族团结进步", "以社区活动促进交往交流", "社区活动场所已开放"),
];

/// A matter of a township or village.
pub(super) fn local_matter(rng: &mut impl Rng) -> Matter {
    *LOCAL.choose(rng).expect("the list is not empty")
}

/// A matter of a whole city or the province.
pub(super) fn general_matter(rng: &mut impl Rng) -> Matter {
    *GENERAL.choose(rng).expect("the list is not empty")
}

/// What is often suggested besides.
pub(super) const MORE_SUGGESTIONS: [&str; 8] = [
    "明确牵头单位和完成时限",
    "按月公开办理进度",
    "每季度回访一次",
    "先听取群众代表意见再实施",
    "纳入年度预算安排",
    "由委员跟踪落实情况",
    "与邻近村社共同办理",
    "完善日常管护制度",
];

/// What is often solved besides.
pub(super) const MORE_SOLVED: [&str; 6] = [
    "牵头单位已现场办结",
    "当事双方达成一致",
    "所需经费已落实",
    "已列入整改清单并完成",
    "责任单位已答复群众",
    "遗留手续已补办",
];

/// The employers of members, without a place.
const EMPLOYERS: &[&str] = &[
    "第一中学",
    "第二小学",
    "人民医院",
    "中医医院",
    "农业技术推广站",
    "文化馆",
    "融媒体中心",
    "种植专业合作社",
    "养殖专业合作社",
    "商贸有限公司",
    "建筑工程有限公司",
    "药业有限公司",
    "律师事务所",
    "会计师事务所",
    "水务站",
    "林业站",
    "图书馆",
    "职业技术学校",
    "个体商户",
    "物流服务部",
    "社会工作服务中心",
    "餐饮服务部",
    "机械加工厂",
    "农牧技术服务中心",
];

/// An employer that stands for its kind, as in 陇西某商贸有限公司.
pub(super) fn employer(place: &str, rng: &mut impl Rng) -> String {
    format!("{place}某{}", EMPLOYERS.choose(rng).expect("the list is not empty"))
}
