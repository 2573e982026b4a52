//! Values that code and contract both spell out are the same in both.

use std::collections::HashMap;

use async_graphql::parser::{
    parse_schema,
    types::{TypeKind, TypeSystemDefinition},
};
use qianzhan_network::{
    CONTRACT_SDL, CallerRelation, CallerRole, Level,
    page::{Order, OrderField, SortDirection},
    records::{
        appeals::{AppealChannel, AppealOrderField, AppealStatus},
        codes::{CodeBearer, CodeStatus},
        consultation_events::{
            ConsultationEventOrderField, ConsultationEventStatus, ConsultationKind,
            ConsultationMode, EventRole, OutcomeKind, OutcomeStatus, VenueKind,
        },
        deployments::{DeploymentOrderField, PlatformRole},
        localities::LocalityKind,
        member_groups::{MemberGroupKind, MemberGroupOrderField, MemberGroupStatus},
        members::{MemberOrderField, OfficeRole, SeatStatus, SectorCode},
        nominations::{NominationStatus, SeatNominationOrderField},
        opinion_reports::{OpinionReportOrderField, OpinionReportStatus},
        platforms::{
            AnnualPlanStatus, HostKind, PlatformKind, PlatformOrderField, PlatformStatus,
            SixHasItem, SixHasStatus,
        },
        reported_figures::{FigureLevel, FigureQualifier, FigureUnit, ReportedFigureOrderField},
        topics::{TopicOrderField, TopicSource, TopicStatus},
    },
    search::SearchKind,
    writes::UserErrorCode,
};

fn kinds() -> HashMap<String, TypeKind> {
    let document = parse_schema(CONTRACT_SDL).expect("the contract parses");
    let definitions = document.definitions.into_iter();
    let types = definitions.filter_map(|definition| match definition {
        TypeSystemDefinition::Type(it) => Some((it.node.name.node.to_string(), it.node.kind)),
        _ => None,
    });
    types.collect()
}

#[test]
fn enumerations() {
    let mut contract: HashMap<String, Vec<String>> = kinds()
        .into_iter()
        .filter_map(|(name, kind)| match kind {
            TypeKind::Enum(it) => {
                let values = it.values.iter().map(|value| value.node.value.node.to_string());
                Some((name, values.collect()))
            }
            _ => None,
        })
        .collect();
    macro_rules! check {
        ($($type:ty),+ $(,)?) => {
            $(
                let values: Vec<_> = <$type>::ALL.iter().map(|it| it.as_text()).collect();
                let name = <$type>::TYPE_NAME;
                assert_eq!(contract.remove(name).unwrap_or_default(), values, "{name}");
                for value in <$type>::ALL {
                    assert_eq!(value.as_text().parse(), Ok(*value), "{name}");
                }
            )+
        };
    }
    check!(
        CallerRelation,
        CallerRole,
        Level,
        SortDirection,
        SectorCode,
        OfficeRole,
        SeatStatus,
        MemberOrderField,
        NominationStatus,
        SeatNominationOrderField,
        MemberGroupKind,
        MemberGroupStatus,
        MemberGroupOrderField,
        LocalityKind,
        PlatformKind,
        HostKind,
        PlatformStatus,
        AnnualPlanStatus,
        SixHasItem,
        SixHasStatus,
        PlatformOrderField,
        PlatformRole,
        DeploymentOrderField,
        TopicSource,
        TopicStatus,
        TopicOrderField,
        AppealChannel,
        AppealStatus,
        AppealOrderField,
        CodeStatus,
        CodeBearer,
        UserErrorCode,
        EventRole,
        OutcomeKind,
        OutcomeStatus,
        ConsultationKind,
        VenueKind,
        ConsultationMode,
        ConsultationEventStatus,
        ConsultationEventOrderField,
        OpinionReportStatus,
        OpinionReportOrderField,
        FigureLevel,
        FigureUnit,
        FigureQualifier,
        ReportedFigureOrderField,
        SearchKind,
    );
    assert!(contract.is_empty(), "without a type: {:?}", contract.keys());
}

#[test]
fn names_of_sectors() {
    let Some(TypeKind::Enum(sectors)) = kinds().remove("SectorCode") else {
        panic!("it is an enumeration");
    };
    for value in sectors.values {
        let sector: SectorCode = value.node.value.node.as_str().parse().expect("a sector");
        let description = value.node.description.expect("each sector is described").node;
        assert_eq!(description.split(" / ").next(), Some(sector.name()));
    }
}

#[test]
fn default_orders() {
    let kinds = kinds();
    let default = |input: &str, field: &str| {
        let Some(TypeKind::InputObject(object)) = kinds.get(input) else {
            panic!("{input} is an input");
        };
        let field = object.fields.iter().find(|it| it.node.name.node == field).expect("a field");
        field.node.default_value.as_ref().expect("a default").node.to_string()
    };
    fn text<F: OrderField + std::fmt::Display>() -> (String, String) {
        let Order { field, direction } = F::DEFAULT;
        (field.to_string(), direction.to_string())
    }
    for (input, expected) in [
        ("MemberOrder", text::<MemberOrderField>()),
        ("PlatformOrder", text::<PlatformOrderField>()),
        ("DeploymentOrder", text::<DeploymentOrderField>()),
        ("TopicOrder", text::<TopicOrderField>()),
        ("ConsultationEventOrder", text::<ConsultationEventOrderField>()),
        ("OpinionReportOrder", text::<OpinionReportOrderField>()),
        ("ReportedFigureOrder", text::<ReportedFigureOrderField>()),
    ] {
        assert_eq!((default(input, "field"), default(input, "direction")), expected, "{input}");
    }
}
