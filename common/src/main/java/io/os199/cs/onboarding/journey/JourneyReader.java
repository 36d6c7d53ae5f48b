package io.os199.cs.onboarding.journey;

import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.Tier;
import io.os199.cs.onboarding.FirstValueDao;
import io.os199.cs.onboarding.journey.Journey.Contact;
import io.os199.cs.onboarding.journey.Journey.Experience;
import io.os199.cs.onboarding.journey.Journey.FeltInStage;
import io.os199.cs.onboarding.journey.Journey.MilestoneStatus;
import io.os199.cs.onboarding.journey.Journey.Stay;
import io.os199.cs.onboarding.journey.Journey.Touchpoints;
import io.os199.cs.onboarding.journey.JourneyDao.PeerStays;
import io.os199.cs.onboarding.journey.JourneyFacts.Felt;
import io.os199.cs.onboarding.journey.JourneyFacts.Span;
import io.os199.cs.onboarding.journey.JourneyQuery.Position;
import io.os199.cs.onboarding.journey.JourneyQuery.Shown;
import io.os199.cs.onboarding.progress.TrackedPlan;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Page;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.statistics.Sample;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a client's journey. */
public final class JourneyReader {
    private static final int MOST_STAYS = 20;
    private static final int LONGEST_NOTE = 500;
    private static final int LONGEST_SUBJECT = 200;

    private final Transaction tx;
    private final JourneyDao dao;
    private final ClientRef client;
    private final JourneyQuery query;
    private final boolean isPast;
    private final JourneyFacts facts;

    /** @param isPast whether the day in question is over */
    public JourneyReader(Transaction tx, ClientRef client, JourneyQuery query, boolean isPast) {
        this.tx = tx;
        this.dao = tx.dao(JourneyDao.class);
        this.client = client;
        this.query = query;
        this.isPast = isPast;
        this.facts =
                Json.read(
                        dao.journey(
                                query.clientId(),
                                query.asOf(),
                                isPast,
                                query.periodStart(),
                                query.periodEnd()),
                        JourneyFacts.class);
    }

    /** Returns the stages that the client had been in by then. */
    public Set<LifecycleStage> visited() {
        return facts.spans().stream()
                .map(Span::stage)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Reads the journey.
     *
     * @param cursor gives the cursor that continues after a contact
     */
    public Journey read(Shown shown, Function<Position, String> cursor) {
        List<Span> asked = facts.spans().stream().filter(this::isAsked).toList();
        List<Span> newest = asked.stream().skip(Math.max(0, asked.size() - MOST_STAYS)).toList();
        Peers peers = peers(newest);
        Stay current = stay(facts.current(), peers);
        List<Stay> stays = newest.stream().map(span -> stay(span, peers)).toList();
        Experience experience = shown.experience() ? experience(asked) : null;
        List<Journey.Milestone> milestones = shown.milestones() ? milestones() : null;
        TrackedPlan plan = TrackedPlan.of(tx, query.clientId(), null, query.asOf()).orElse(null);
        LocalDate renewal = facts.renewalDate();
        return new Journey(
                client.clientId(),
                client.clientName(),
                facts.journeyStartOn(),
                current.stage(),
                current.days(),
                renewal == null ? null : (int) ChronoUnit.DAYS.between(query.asOf(), renewal),
                stays,
                milestones,
                shown.touchpoints()
                        ? touchpoints(shown, stays, milestones, experience, cursor)
                        : null,
                experience,
                JourneyAdvice.on(facts, current, plan, query.asOf()),
                new Journey.Evidence(
                        List.of("first-value-1", "plan-risk-1"),
                        facts.spans().size(),
                        facts.spans().getFirst().enteredOn()),
                gaps(experience, asked.size()));
    }

    /** The stays of other clients by stage; from all tiers for a stage in which those of the tier are too few. */
    private record Peers(
            Map<LifecycleStage, PeerStays> ofTier, Map<LifecycleStage, PeerStays> ofAll) {
        boolean isOfTier(LifecycleStage stage) {
            PeerStays others = ofTier.get(stage);
            return others != null && others.peerCount() >= Sample.ENOUGH;
        }

        @Nullable PeerStays of(LifecycleStage stage) {
            return (isOfTier(stage) ? ofTier : ofAll).get(stage);
        }
    }

    private Peers peers(List<Span> shown) {
        Peers ofTier = new Peers(stays(facts.tier()), Map.of());
        boolean isEnough =
                Stream.concat(shown.stream(), Stream.of(facts.current()))
                        .map(Span::stage)
                        .allMatch(ofTier::isOfTier);
        return isEnough ? ofTier : new Peers(ofTier.ofTier(), stays(null));
    }

    private Map<LifecycleStage, PeerStays> stays(@Nullable Tier tier) {
        Map<LifecycleStage, PeerStays> found = new EnumMap<>(LifecycleStage.class);
        dao.peers(query.clientId(), tier, query.asOf())
                .forEach(each -> found.put(each.stage(), each));
        return found;
    }

    /** Whether a stay is in the requested stage and at least partly in the requested period. */
    private boolean isAsked(Span span) {
        LocalDate from = query.periodStart();
        LocalDate until = query.periodEnd();
        LocalDate left = span.leftOn();
        return (query.stage() == null || span.stage() == query.stage())
                && (from == null || left == null || !left.isBefore(from))
                && (until == null || span.enteredOn().isBefore(until));
    }

    private Stay stay(Span span, Peers peers) {
        PeerStays others = peers.of(span.stage());
        PeerStays told = others == null || others.peerCount() < Sample.ENOUGH ? null : others;
        LocalDate end = span.leftOn() == null ? query.asOf() : span.leftOn();
        return new Stay(
                span.stage(),
                span.enteredOn(),
                span.leftOn(),
                (int) Math.max(0, ChronoUnit.DAYS.between(span.enteredOn(), end)),
                span.visitNo(),
                span.reason() == null ? null : true,
                span.reason() == null ? null : UntrustedText.of(span.reason(), LONGEST_NOTE).text(),
                told == null ? null : Rounded.figure(told.medianDays()),
                told == null ? null : Rounded.figure(told.p75Days()),
                others == null ? 0 : others.peerCount(),
                peers.isOfTier(span.stage()) ? "tier" : "portfolio");
    }

    private List<Journey.Milestone> milestones() {
        List<JourneyFacts.Reached> all = new ArrayList<>(facts.milestones());
        LocalDate firstValue =
                tx.dao(FirstValueDao.class)
                        .find(List.of(query.clientId()), query.asOf())
                        .getFirst()
                        .firstValueOn();
        all.add(new JourneyFacts.Reached("first_value", "first-value-1", firstValue));
        return all.stream()
                .map(this::shown)
                .filter(this::isOfStageAndPeriod)
                .sorted(
                        Comparator.comparing(
                                        Journey.Milestone::achievedOn,
                                        Comparator.nullsLast(Comparator.<LocalDate>naturalOrder()))
                                .thenComparing(Journey.Milestone::key))
                .toList();
    }

    /**
     * Whether a milestone is in the requested stage and period; pending ones are shown unless a stage or an end of
     * the period excludes them.
     */
    private boolean isOfStageAndPeriod(Journey.Milestone milestone) {
        LocalDate on = milestone.achievedOn();
        if (query.stage() != null && milestone.stage() != query.stage()) {
            return false;
        }
        if (on == null) {
            return query.periodEnd() == null;
        }
        return (query.periodStart() == null || !on.isBefore(query.periodStart()))
                && (query.periodEnd() == null || on.isBefore(query.periodEnd()));
    }

    private Journey.Milestone shown(JourneyFacts.Reached reached) {
        LocalDate on = reached.achievedOn();
        return new Journey.Milestone(
                reached.key(),
                on == null ? null : stageOn(on),
                on == null ? MilestoneStatus.PENDING : MilestoneStatus.ACHIEVED,
                on,
                on == null ? null : (int) ChronoUnit.DAYS.between(facts.journeyStartOn(), on),
                reached.source());
    }

    /** Returns the stage at the end of a day; for a day before the first stay, the first stage. */
    private LifecycleStage stageOn(LocalDate day) {
        return facts.spans().stream()
                .filter(span -> !span.enteredOn().isAfter(day))
                .reduce((earlier, later) -> later)
                .orElse(facts.spans().getFirst())
                .stage();
    }

    private Touchpoints touchpoints(
            Shown shown,
            List<Stay> stays,
            @Nullable List<Journey.Milestone> milestones,
            @Nullable Experience experience,
            Function<Position, String> cursor) {
        Position after = shown.after();
        List<JourneyDao.Contact> rows =
                dao.touchpoints(
                        query.clientId(),
                        query.asOf(),
                        query.periodStart(),
                        query.periodEnd(),
                        query.stage(),
                        after == null ? null : after.occurredAt(),
                        after == null ? null : after.id(),
                        shown.limit() + 1);
        List<Object> rest = new ArrayList<>(List.of(stays));
        if (milestones != null) {
            rest.add(milestones);
        }
        if (experience != null) {
            rest.add(experience);
        }
        Page<Placed> page =
                Page.of(
                        rows.stream().map(Placed::of).toList(),
                        shown.limit(),
                        rows.isEmpty() ? 0 : rows.getFirst().totalCount(),
                        AnswerBudget.of(shown.limit(), JourneyQuery.USUAL_LIMIT),
                        rest,
                        last -> cursor.apply(last.position()));
        return new Touchpoints(
                page.items().stream().map(Placed::contact).toList(),
                page.totalCount(),
                page.nextCursor());
    }

    /** A contact with its position in the list. */
    private record Placed(Contact contact, Position position) {
        static Placed of(JourneyDao.Contact row) {
            UntrustedText subject =
                    row.subject() == null ? null : UntrustedText.of(row.subject(), LONGEST_SUBJECT);
            UntrustedText note =
                    row.note() == null ? null : UntrustedText.of(row.note(), LONGEST_NOTE);
            boolean isCut =
                    (subject != null && subject.truncated()) || (note != null && note.truncated());
            return new Placed(
                    new Contact(
                            row.occurredAt(),
                            row.kind(),
                            row.direction(),
                            row.stage(),
                            row.outcome(),
                            (subject == null && note == null) ? null : true,
                            subject == null ? null : subject.text(),
                            note == null ? null : note.text(),
                            isCut ? true : null),
                    new Position(row.occurredAt(), row.id()));
        }
    }

    private Experience experience(List<Span> asked) {
        Map<Integer, Felt> byNo =
                facts.felt().stream().collect(Collectors.toMap(Felt::no, Function.identity()));
        return new Experience(
                felt(byNo.get(0)),
                asked.stream()
                        .skip(Math.max(0, asked.size() - MOST_STAYS))
                        .map(
                                span ->
                                        new FeltInStage(
                                                span.stage(),
                                                span.visitNo(),
                                                felt(byNo.get(span.no()))))
                        .toList());
    }

    private static Journey.Felt felt(@Nullable Felt felt) {
        if (felt == null) {
            throw new IllegalStateException("every stay has a row of what was experienced");
        }
        JourneyFacts.Answers answers = felt.answers();
        JourneyFacts.Tickets tickets = felt.tickets();
        return new Journey.Felt(
                answers.nps(),
                JourneyFacts.mean(answers.csatMean(), answers.csatDeviation(), answers.csatCount()),
                JourneyFacts.mean(answers.cesMean(), answers.cesDeviation(), answers.cesCount()),
                JourneyFacts.mean(tickets.mean(), tickets.deviation(), tickets.ratedCount()),
                tickets.ticketCount(),
                felt.feedback().positiveCount(),
                felt.feedback().negativeCount(),
                felt.scoreAtEntry(),
                felt.scoreAtExit());
    }

    private List<DataGap> gaps(@Nullable Experience experience, int stayCount) {
        List<DataGap> gaps = new ArrayList<>();
        if (!facts.hasHistory()) {
            gaps.add(
                    new DataGap(
                            "stages",
                            "no_transition_history",
                            "manage_lifecycle_stages stores every change from now on"));
        }
        if (isPast) {
            gaps.add(
                    new DataGap(
                            "interventions",
                            "as_of_past",
                            "The tier, how the renewal and tickets stand and what of the plan is in"
                                    + " progress are today's; leave out as_of"));
        }
        if (stayCount > MOST_STAYS) {
            gaps.add(
                    new DataGap(
                            "stages",
                            "newest_20",
                            "period_end of an earlier day shows the stays before"));
        }
        if (experience != null
                && List.of(
                                experience.overall().nps(),
                                experience.overall().csatMean(),
                                experience.overall().cesMean(),
                                experience.overall().ticketSatisfactionMean())
                        .stream()
                        .anyMatch(Sample::hasTooFew)) {
            gaps.add(
                    new DataGap(
                            "experience.overall",
                            "small_sample",
                            "Below 5 answers only n is told; monitor_satisfaction sends surveys"));
        }
        return gaps;
    }
}
