//! The things that are counted to meet figures.

/// What is counted to meet a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Counted {
    /// Workstations of the whole network.
    NetworkStations,
    /// Places with a room of any kind, of the whole network.
    NetworkRooms,
    /// Seats in office of the whole network.
    NetworkMembers,
    /// The committee's term.
    TermNo,
    /// Seats in office.
    Members,
    /// Sectors.
    Sectors,
    /// Seats in office of the sector of agriculture.
    AgricultureMembers,
    /// Workstations.
    Workstations,
    /// Consultation councils.
    Councils,
    /// Plaques of consultation rooms.
    ConsultationRooms,
    /// Plaques of liaison rooms.
    LiaisonRooms,
    /// Plaques of sector activity rooms.
    SectorActivityRooms,
    /// Plaques of member posts.
    MemberPosts,
    /// Plaques of member studios.
    MemberStudios,
    /// Plaques of member studios of the sectors that a special committee of the province links.
    StudiosOf(&'static str),
    /// Plaques of liaison studios.
    LiaisonStudios,
    /// Townships with a WeChat consultation platform.
    WechatTownships,
    /// Communities with a WeChat consultation platform.
    WechatCommunities,
    /// Members deployed.
    DeployedMembers,
    /// Townships to which a member is deployed.
    DeployedTownships,
    /// Consultation events.
    Events,
    /// Consultation events in one village.
    EventsInVillage(&'static str),
    /// Members present, in person-times.
    Participations,
    /// Suggestions made.
    Suggestions,
    /// Problems solved.
    ProblemsSolved,
    /// Micro consultations.
    MicroEvents,
    /// Problems solved by micro consultation.
    MicroProblemsSolved,
    /// Topics of bimonthly consultations.
    BimonthlyTopics,
    /// Topics collected.
    Topics,
    /// Opinion reports written.
    OpinionReports,
    /// Appeals received.
    Appeals,
    /// Contacts registered.
    ContactsRegistered,
    /// Regular contacts among them.
    RegularContacts,
    /// Contacts, in person-times.
    ContactPersonTimes,
    /// Training sessions held.
    TrainingSessions,
    /// Participants of training sessions, in person-times.
    TrainingParticipants,
    /// Lectures for members.
    Lectures,
    /// Reading groups.
    ReadingGroups,
    /// Reading groups that are main groups.
    MainReadingGroups,
    /// Reading groups that belong to a main group.
    SubReadingGroups,
    /// Reading activities.
    ReadingActivities,
    /// Participants of reading activities, in person-times.
    ReadingPersonTimes,
    /// The fund paid to townships, in yuan.
    IncentiveFund,
    /// Opinion reports written by members placed in a special committee of the province.
    ReportsOf(&'static str),
    /// Those of them that the province adopted.
    AdoptedOf(&'static str),
    /// Those of them on which a leader gave an instruction.
    InstructedOf(&'static str),
    /// Key proposals whose supervision the chair leads.
    KeyProposalsLedByChair,
    /// Meetings of the monthly consultation that a special committee hosted.
    MeetingsOf(&'static str),
    /// Members invited to them.
    MeetingMembersOf(&'static str),
    /// Suggestions of theirs that were taken up.
    MeetingAdoptedOf(&'static str),
    /// Topics of the year's plan in one form.
    PlannedTopics(&'static str),
    /// Sector activities of a special committee.
    ActivitiesOf(&'static str),
    /// Members at them, in person-times.
    ActivityMembersOf(&'static str),
    /// Sector public at them, in person-times.
    ActivityPublicOf(&'static str),
    /// Suggestions made at them.
    ActivitySuggestionsOf(&'static str),
    /// Those of them that were taken up.
    ActivityAdoptedOf(&'static str),
    /// Problems that they solved.
    ActivitySolvedOf(&'static str),
    /// Members at sector activities of any host, in person-times.
    ActivityMembers,
    /// Surveys of a special committee.
    SurveysOf(&'static str),
    /// Reports of surveys submitted.
    ReportsSubmitted,
    /// Aspects of their suggestions.
    ReportAspects,
    /// Their suggestions.
    ReportSuggestions,
    /// Reports of one kind of survey that a meeting adopted.
    ReportsAdopted(&'static str),
    /// Cases resolved at the court's mediation room.
    CourtCasesResolved,
    /// Hours for which the case of the group activity room was open.
    GroupRoomCaseHours,
    /// Opinion reports and proposals made of micro consultations.
    MicroConverted,
    /// Directors who lead members in contact with enterprises.
    Directors,
    /// Members who contact enterprises.
    ContactingMembers,
    /// Enterprises contacted.
    Enterprises,
    /// Enterprises visited.
    EnterprisesVisited,
    /// Sector public reached through enterprises.
    PersonsReached,
    /// Industry assistance groups.
    AssistanceGroups,
    /// Their consultation meetings.
    AssistanceMeetings,
    /// Their survey reports.
    AssistanceReports,
    /// Their assistance lists.
    AssistanceLists,
}
