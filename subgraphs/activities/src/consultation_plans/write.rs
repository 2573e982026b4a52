//! Writes of plans: drafted with their topics, and published.

use qianzhan_network::{
    CallerRole::{Admin, Clerk, Leader, Office},
    RecordId,
    records::platforms::Platform,
    writes::{Authority, Moves, Mutation, Refusal, UserError, Writing, update_row},
};
use serde::Deserialize;

use super::{
    ConsultationPlan, PlanStatus, PlanTopic, PlannedForm, insert_consultation_plans,
    insert_plan_topics,
};

const MAX_TITLE_CHARACTERS: usize = 200;
const MAX_NAME_CHARACTERS: usize = 100;
const MAX_TOPICS: usize = 100;

/// 拟订 → 公布.
const MOVES: Moves<PlanStatus> = Moves(&[(PlanStatus::Draft, &[PlanStatus::Published])]);

/// `PlanTopicInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct TopicOfPlan {
    title: String,
    form: PlannedForm,
    host: Option<String>,
    topic_id: Option<String>,
}

/// `DraftConsultationPlanInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DraftConsultationPlan {
    year: i64,
    title: String,
    #[serde(default)]
    is_key: bool,
    platform_id: Option<String>,
    topics: Vec<TopicOfPlan>,
}

impl Mutation for DraftConsultationPlan {
    const FIELD: &'static str = "draftConsultationPlan";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = ConsultationPlan;

    async fn run(
        self,
        committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<ConsultationPlan, Refusal> {
        let year = writing.number_within(&["input", "year"], self.year, 1949, 2200);
        let title = writing.text(&["input", "title"], &self.title, MAX_TITLE_CHARACTERS);
        let platform: Option<Platform> =
            writing.own_record(&["input", "platformId"], self.platform_id.as_deref()).await?;
        let id = writing.new_id();
        let topics = self.topics(writing, &id);
        writing.check()?;
        let plan = ConsultationPlan {
            id,
            committee_id: committee,
            year,
            title,
            is_key: self.is_key,
            platform_id: platform.map(|it| it.id),
            status: PlanStatus::Draft,
            published_on: None,
            version: 1,
            is_generated: false,
        };
        insert_consultation_plans(writing.transaction, std::slice::from_ref(&plan)).await?;
        insert_plan_topics(writing.transaction, &topics).await?;
        Ok(plan)
    }
}

impl DraftConsultationPlan {
    fn topics(&self, writing: &mut Writing<'_>, plan: &RecordId) -> Vec<PlanTopic> {
        let at = ["input", "topics"];
        writing.at_most(&at, self.topics.len(), MAX_TOPICS);
        if self.topics.is_empty() {
            writing.refuse(UserError::required(&at));
        }
        let mut topics = Vec::with_capacity(self.topics.len());
        for (topic, ordinal) in self.topics.iter().zip(0..) {
            let index = u32::to_string(&ordinal);
            let at = |field| [at[0], at[1], &index, field];
            let host = topic.host.as_deref();
            topics.push(PlanTopic {
                plan_id: plan.clone(),
                ordinal,
                title: writing.text(&at("title"), &topic.title, MAX_TITLE_CHARACTERS),
                form: topic.form,
                host: writing.optional_text(&at("host"), host, MAX_NAME_CHARACTERS),
                topic_id: writing.id(&at("topicId"), topic.topic_id.as_deref()),
            });
        }
        topics
    }
}

/// `MoveConsultationPlanInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoveConsultationPlan {
    expected_version: i64,
    to: PlanStatus,
}

impl Mutation for MoveConsultationPlan {
    const FIELD: &'static str = "moveConsultationPlan";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Leader, Office, Admin]);
    type Record = ConsultationPlan;

    async fn run(
        self,
        id: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<ConsultationPlan, Refusal> {
        let seen: ConsultationPlan = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, self.to);
        writing.check()?;
        let plan = ConsultationPlan {
            status: self.to,
            published_on: Some(writing.today),
            version: seen.version + 1,
            ..seen
        };
        update_row(writing.transaction, &plan, "id", &plan.id).await?;
        Ok(plan)
    }
}
