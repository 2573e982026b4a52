//! Choices for the fields of an object whose type is known, or of an interface object.

use super::{
    choose::{Choice, Pick, Search},
    reach::Hop,
    state::{State, Target},
};
use crate::planner::{
    budget::OverBudget,
    index::TypeId,
    selection::{FieldItem, FragmentItem, NodeId, SelectionItem},
};

/// Leaves of a selection that are looked at one by one when it may be split.
const MAX_ATOMS: u32 = 64;

/// One way to fetch one item.
#[derive(Debug, Clone)]
struct Way {
    pick: Pick,
    /// Where one must go first; `None` for what is at hand.
    jump: Option<(Target, u32)>,
    /// Requests of the jump, if nothing else needs it.
    jump_requests: u32,
    steps: u32,
    /// Requests below.
    requests: u32,
    missing: Option<NodeId>,
    missing_size: u32,
}

/// How much choice there is between the ways of one item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Freedom {
    /// One way, or one that leaves less over than the others.
    None,
    /// One that is cheaper than the others.
    Costly,
    /// Several that are as good.
    Full,
}

fn freedom_of(ways: &[Way]) -> Freedom {
    let is_alone = |cost: &dyn Fn(&Way) -> (u32, u32, u32)| {
        let least = ways.iter().map(cost).min();
        ways.iter().filter(|way| Some(cost(way)) == least).count() <= 1
    };
    if is_alone(&|way| (way.missing_size, 0, 0)) {
        Freedom::None
    } else if is_alone(&|way| (way.missing_size, way.steps, way.requests + way.jump_requests)) {
        Freedom::Costly
    } else {
        Freedom::Full
    }
}

/// What was chosen so far.
#[derive(Default)]
struct Chosen {
    jumps: Vec<(Target, u32)>,
    steps: u32,
    requests: u32,
    missing: Vec<SelectionItem>,
}

impl Search<'_> {
    pub(super) fn choose_object(
        &mut self,
        node: NodeId,
        ty: TypeId,
        state: State,
    ) -> Result<Choice, OverBudget> {
        let narrowed = self.narrow(node, ty)?;
        let selection = self.nodes.get(narrowed);
        let mut ways = Vec::with_capacity(selection.items.len());
        for item in &selection.items {
            self.budget.spend(1)?;
            ways.push(self.ways(item, ty, state)?);
        }
        let mut chosen = Chosen::default();
        // What has one way goes first, then what has one cheapest: their jumps are free for the rest.
        let mut picks: Vec<Vec<Pick>> = vec![Vec::new(); ways.len()];
        for freedom in [Freedom::None, Freedom::Costly, Freedom::Full] {
            for (at, (item, ways)) in selection.items.iter().zip(&ways).enumerate() {
                if freedom_of(ways) == freedom {
                    picks[at] = self.pick(item, ty, state, ways, &mut chosen)?;
                }
            }
        }
        Ok(Choice {
            picks: picks.into_iter().flatten().collect(),
            steps: chosen.steps,
            requests: chosen.requests,
            missing: self.node_of(ty, chosen.missing),
        })
    }

    /// Picks the best way; what it leaves over goes the next best, and so on.
    fn pick(
        &mut self,
        item: &SelectionItem,
        ty: TypeId,
        state: State,
        ways: &[Way],
        chosen: &mut Chosen,
    ) -> Result<Vec<Pick>, OverBudget> {
        let mut picks = Vec::new();
        let Some(best) = best_way(ways, chosen) else {
            chosen.missing.push(item.clone());
            return Ok(picks);
        };
        let best = best.clone();
        if let SelectionItem::Field(field) = item
            && let Some(parts) = self.split(field, ty, state, ways, &best, chosen)?
        {
            for part in parts {
                self.take(part, chosen, &mut picks);
            }
            return Ok(picks);
        }
        let mut left = self.take(best, chosen, &mut picks);
        while let (Some(missing), SelectionItem::Field(field)) = (left, item) {
            let before = self.nodes.size(missing);
            let rest = SelectionItem::Field(FieldItem { node: Some(missing), ..field.clone() });
            let more = self.ways(&rest, ty, state)?;
            match best_way(&more, chosen).filter(|way| way.missing_size < before) {
                Some(way) => left = self.take(way.clone(), chosen, &mut picks),
                None => {
                    chosen.missing.push(rest);
                    return Ok(picks);
                }
            }
        }
        if let (Some(missing), SelectionItem::Fragment(_)) = (left, item) {
            let node = self.nodes.get(missing);
            chosen.missing.extend(node.items.iter().cloned());
        }
        Ok(picks)
    }

    /// Takes the selections of a shared field from several subgraphs at once, where one alone would
    /// need more steps to fetch them all.
    fn split(
        &mut self,
        field: &FieldItem,
        ty: TypeId,
        state: State,
        ways: &[Way],
        best: &Way,
        chosen: &Chosen,
    ) -> Result<Option<Vec<Way>>, OverBudget> {
        let before = best.jump.map_or(0, |(_, steps)| steps);
        let (Some(node), true) = (field.node, ways.len() > 1 && best.missing.is_none()) else {
            return Ok(None);
        };
        if best.steps == before || best.steps <= chosen.steps {
            return Ok(None);
        }
        let mut parts: Vec<(Option<(Target, u32)>, NodeId)> = Vec::new();
        for single in self.atoms(node)? {
            let of_item = FieldItem { node: Some(single), ..field.clone() };
            let ways = self.ways(&SelectionItem::Field(of_item), ty, state)?;
            // Shorter than the best for all of them; where there is a choice, with the others.
            let mut finding = Vec::with_capacity(ways.len());
            for way in &ways {
                if way.missing.is_none() && self.finds(&way.pick, state)? {
                    finding.push(way);
                }
            }
            if finding.is_empty() {
                // Of a type that comes up nowhere; what is around it is asked for all the same.
                finding.extend(ways.iter().filter(|way| way.missing.is_none()));
            }
            let is_new = |way: &Way| !parts.iter().any(|(jump, _)| *jump == way.jump);
            let shorter = finding.into_iter().filter(|way| way.steps < best.steps);
            let Some(way) = shorter.min_by_key(|way| (is_new(way), way.steps)) else {
                return Ok(None);
            };
            match parts.iter_mut().find(|(jump, _)| *jump == way.jump) {
                Some((_, part)) => {
                    *part =
                        self.narrowing.merge(&mut self.nodes, *part, single, &mut self.budget)?;
                }
                None => parts.push((way.jump, single)),
            }
        }
        let mut split = Vec::with_capacity(parts.len());
        for (jump, part) in parts {
            let of_part = FieldItem { node: Some(part), ..field.clone() };
            let ways = self.ways(&SelectionItem::Field(of_part), ty, state)?;
            let way = ways.into_iter().find(|way| way.jump == jump && way.missing.is_none());
            match way.filter(|way| way.steps < best.steps) {
                Some(way) => split.push(way),
                None => return Ok(None),
            }
        }
        Ok((!split.is_empty()).then_some(split))
    }

    /// Whether the pick of a single leaf comes to it: a subgraph that never returns the type around it
    /// has nothing missing, and nothing to give.
    fn finds(&mut self, pick: &Pick, state: State) -> Result<bool, OverBudget> {
        let (node, state) = match pick {
            Pick::Local { item, child } | Pick::Jump { item, child, .. } => {
                let (Some(node), Some(child)) = (item.node, *child) else { return Ok(true) };
                (node, child)
            }
            Pick::Enter { target, node, .. } => (*node, State::entered(target.graph)),
            Pick::On { node, .. } => (*node, state),
        };
        if self.nodes.get(node).items.is_empty() {
            return Ok(true);
        }
        let choice = self.choose(node, state)?;
        for pick in &choice.picks {
            if self.finds(pick, state)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The node in pieces of one leaf each; of one item each where these would be very many.
    fn atoms(&mut self, node: NodeId) -> Result<Vec<NodeId>, OverBudget> {
        let by_leaf = self.nodes.size(node) <= MAX_ATOMS;
        self.pieces(node, by_leaf)
    }

    fn pieces(&mut self, node: NodeId, by_leaf: bool) -> Result<Vec<NodeId>, OverBudget> {
        let selection = self.nodes.get(node);
        let mut pieces = Vec::new();
        for item in &selection.items {
            self.budget.spend(1)?;
            let inner = match item {
                SelectionItem::Fragment(fragment) => Some(fragment.node),
                SelectionItem::Field(field) => field.node.filter(|_| by_leaf),
            };
            let Some(inner) = inner else {
                pieces.extend(self.node_of(selection.ty, vec![item.clone()]));
                continue;
            };
            let inner = self.pieces(inner, by_leaf)?;
            if inner.is_empty() {
                // Nothing is left of its selections, but the field itself is still asked for.
                pieces.extend(self.node_of(selection.ty, vec![item.clone()]));
            }
            for piece in inner {
                let item = match item.clone() {
                    SelectionItem::Fragment(fragment) => {
                        SelectionItem::Fragment(FragmentItem { node: piece, ..fragment })
                    }
                    SelectionItem::Field(field) => {
                        SelectionItem::Field(FieldItem { node: Some(piece), ..field })
                    }
                };
                pieces.extend(self.node_of(selection.ty, vec![item]));
            }
        }
        Ok(pieces)
    }

    fn take(&mut self, way: Way, chosen: &mut Chosen, picks: &mut Vec<Pick>) -> Option<NodeId> {
        chosen.steps = chosen.steps.max(way.steps);
        chosen.requests += way.requests;
        if let Some(jump) = way.jump
            && !chosen.jumps.contains(&jump)
        {
            chosen.jumps.push(jump);
            chosen.requests += way.jump_requests;
        }
        picks.push(way.pick);
        way.missing
    }

    fn ways(
        &mut self,
        item: &SelectionItem,
        ty: TypeId,
        state: State,
    ) -> Result<Vec<Way>, OverBudget> {
        let is_interface_object = self.index.is_abstract(ty);
        match item {
            SelectionItem::Field(field) if field.field.is_some() => {
                let mut ways = self.field_ways(field, ty, state)?;
                if is_interface_object {
                    ways.extend(self.entering_ways(item, ty, state)?);
                }
                Ok(ways)
            }
            SelectionItem::Field(field) if !is_interface_object => Ok(vec![typename(field)]),
            _ => self.entering_ways(item, ty, state),
        }
    }

    fn field_ways(
        &mut self,
        field: &FieldItem,
        ty: TypeId,
        state: State,
    ) -> Result<Vec<Way>, OverBudget> {
        let mut ways = Vec::new();
        if let Some(graph) = state.graph
            && self.at_hand(ty, field, state).is_some()
        {
            let child = self.child_state(ty, field, graph, state.provides, false)?;
            let node = self.node_in_graph(ty, field, graph);
            let pick = Pick::Local { item: FieldItem { node, ..field.clone() }, child };
            ways.push(self.way(pick, None, 0, node, child)?);
        }
        let reach = self.reach(ty, state)?;
        for (target, hop) in &reach.hops {
            if let Some(way) = self.jump_way(field, ty, state, *target, *hop)? {
                ways.push(way);
            }
        }
        Ok(ways)
    }

    fn jump_way(
        &mut self,
        field: &FieldItem,
        ty: TypeId,
        state: State,
        target: Target,
        hop: Hop,
    ) -> Result<Option<Way>, OverBudget> {
        let Some(there) = self.field_there(field, ty, &target) else { return Ok(None) };
        if !self.resolves(target.ty, there, target.graph) {
            return Ok(None);
        }
        self.budget.spend(1)?;
        let requires = self
            .index
            .field_in_graph(target.ty, there, target.graph)
            .and_then(|entry| entry.requires);
        let (mut steps, mut requests) = (hop.steps, hop.requests);
        let requires = match requires {
            None => None,
            Some(requires) => {
                let requires = self.narrow(requires, ty)?;
                let choice = self.choose(requires, state)?;
                if choice.missing.is_some() {
                    return Ok(None);
                }
                steps = steps.max(choice.steps + 1);
                requests += choice.requests;
                Some(requires)
            }
        };
        let item = FieldItem { field: Some(there), ..field.clone() };
        let is_root = state.graph.is_none();
        let child = self.child_state(target.ty, &item, target.graph, None, is_root)?;
        let node = self.node_in_graph(target.ty, &item, target.graph);
        let item = FieldItem { node, ..item };
        let pick = Pick::Jump { target, key: hop.key, requires, item, child };
        self.way(pick, Some((target, steps)), requests, node, child).map(Some)
    }

    fn way(
        &mut self,
        pick: Pick,
        jump: Option<(Target, u32)>,
        jump_requests: u32,
        node: Option<NodeId>,
        child: Option<State>,
    ) -> Result<Way, OverBudget> {
        let before = jump.map_or(0, |(_, steps)| steps);
        let (Some(node), Some(child)) = (node, child) else {
            return Ok(Way {
                pick,
                jump,
                jump_requests,
                steps: before,
                requests: 0,
                missing: None,
                missing_size: 0,
            });
        };
        let below = self.choose(node, child)?;
        let missing_size = below.missing.map_or(0, |missing| self.nodes.size(missing));
        Ok(Way {
            pick,
            jump,
            jump_requests,
            steps: before + below.steps,
            requests: below.requests,
            missing: below.missing,
            missing_size,
        })
    }

    /// Ways by which an interface object becomes an object whose type is known.
    fn entering_ways(
        &mut self,
        item: &SelectionItem,
        ty: TypeId,
        state: State,
    ) -> Result<Vec<Way>, OverBudget> {
        let reach = self.reach(ty, state)?;
        let mut ways = Vec::new();
        for (target, hop) in &reach.hops {
            let Some(key) = hop.key else { continue };
            if target.ty != ty || self.index.is_interface_object(ty, target.graph) {
                continue;
            }
            self.budget.spend(1)?;
            let Some(node) = self.node_of(ty, vec![item.clone()]) else { continue };
            let below = self.choose(node, State::entered(target.graph))?;
            let missing_size = below.missing.map_or(0, |missing| self.nodes.size(missing));
            if missing_size >= self.nodes.size(node) && below.missing.is_some() {
                continue;
            }
            ways.push(Way {
                pick: Pick::Enter { target: *target, key, node },
                jump: Some((*target, hop.steps)),
                jump_requests: hop.requests,
                steps: hop.steps + below.steps,
                requests: below.requests,
                missing: below.missing,
                missing_size,
            });
        }
        Ok(ways)
    }
}

fn typename(field: &FieldItem) -> Way {
    Way {
        pick: Pick::Local { item: field.clone(), child: None },
        jump: None,
        jump_requests: 0,
        steps: 0,
        requests: 0,
        missing: None,
        missing_size: 0,
    }
}

/// The way that leaves least over, then makes the whole no longer, then costs fewest requests; then
/// the shortest, then the first.
fn best_way<'w>(ways: &'w [Way], chosen: &Chosen) -> Option<&'w Way> {
    ways.iter().min_by_key(|way| {
        let added = match way.jump {
            Some(jump) if chosen.jumps.contains(&jump) => way.requests,
            Some(_) => way.requests + way.jump_requests,
            None => way.requests,
        };
        (way.missing_size, way.steps.max(chosen.steps), added, way.steps)
    })
}
