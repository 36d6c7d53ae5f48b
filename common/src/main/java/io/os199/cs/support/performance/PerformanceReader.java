package io.os199.cs.support.performance;

import io.os199.cs.core.model.ClientRef;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.statistics.Sample;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.support.knowledge.Knowledge;
import io.os199.cs.support.knowledge.KnowledgeFigures;
import io.os199.cs.support.knowledge.KnowledgeFigures.Missed;
import io.os199.cs.support.knowledge.KnowledgeFigures.Searches;
import io.os199.cs.support.knowledge.KnowledgeFigures.Some;
import io.os199.cs.support.model.ClockState;
import io.os199.cs.support.model.Ticket;
import io.os199.cs.support.model.TicketFilter;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.performance.Figures.Measure;
import io.os199.cs.support.performance.OpeningDao.LateHour;
import io.os199.cs.support.performance.PerformanceReport.AgentDetail;
import io.os199.cs.support.performance.PerformanceReport.Breakdowns;
import io.os199.cs.support.performance.PerformanceReport.Compared;
import io.os199.cs.support.performance.PerformanceReport.ContentGap;
import io.os199.cs.support.performance.PerformanceReport.Evidence;
import io.os199.cs.support.performance.PerformanceReport.Filters;
import io.os199.cs.support.performance.PerformanceReport.KnowledgeDetail;
import io.os199.cs.support.performance.PerformanceReport.LatePriority;
import io.os199.cs.support.performance.PerformanceReport.OpenTicket;
import io.os199.cs.support.performance.PerformanceReport.Period;
import io.os199.cs.support.performance.PerformanceReport.RatingDetail;
import io.os199.cs.support.performance.PerformanceReport.SlaDetail;
import io.os199.cs.support.performance.PerformanceReport.TrendDetail;
import io.os199.cs.support.performance.PerformanceReport.Wanting;
import io.os199.cs.support.ticket.TicketList;
import io.os199.cs.support.ticket.TicketList.Listed;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads how support performed, for one client or for all, with the same statements. */
public final class PerformanceReader {
    private static final String RULES = "SUP-1 to SUP-10";
    private static final String DECISION =
            "A clock is decided when it is satisfied in time, or late once it was due; rates are of"
                    + " those decided in the period";

    private final Transaction tx;
    private final PerformanceOrder order;
    private final @Nullable ClientRef client;
    private final TicketScope scope;
    private final ZoneId zone;
    private final Instant now;
    private final Instant start;
    private final Instant end;
    private final Instant cut;
    private final List<DataGap> gaps = new ArrayList<>();
    private final List<Truncation> truncated = new ArrayList<>();
    private final PerformanceRules rules = new PerformanceRules();

    /**
     * Creates a reader for one answer.
     *
     * @param client absent for all
     * @param zone the zone in which hours of the day and weekdays are reported
     */
    public PerformanceReader(
            Transaction tx,
            PerformanceOrder order,
            @Nullable ClientRef client,
            ZoneId zone,
            Instant now) {
        this.tx = tx;
        this.order = order;
        this.client = client;
        this.scope = order.scope(client == null ? null : client.clientId());
        this.zone = zone;
        this.now = now;
        this.start = Families.startOf(order.start());
        this.end = Families.startOf(order.end());
        this.cut = now.isBefore(end) ? now : end;
    }

    /** Returns the report, cut to what fits in an answer. */
    public PerformanceReport read() {
        PerformanceReport whole = order.analysisType().isOfTickets() ? ofTickets() : ofKnowledge();
        return whole.within(AnswerBudget.of(order.limit(), PerformanceOrder.USUAL_LIMIT));
    }

    private PerformanceReport ofTickets() {
        AnalysisType type = order.analysisType();
        FamilyDao dao = tx.dao(FamilyDao.class);
        List<LocalDate> bounds =
                type == AnalysisType.COMPARISON
                        ? List.of(order.before(), order.start(), order.end())
                        : List.of(order.start(), order.end());
        List<String> dimensions =
                switch (type) {
                    case OVERVIEW, SLA, SATISFACTION ->
                            List.of(Families.PRIORITY, Families.CATEGORY);
                    default -> List.of(Families.PRIORITY);
                };
        Families families =
                Families.read(dao, scope, bounds, dimensions, cut)
                        .withBacklogs(dao, scope, bounds, dimensions, cut);
        int no = bounds.size() - 1;
        Figures current = families.of(no);
        Map<String, Figures> byPriority = families.by(no, Families.PRIORITY);
        boolean isWhole = type == AnalysisType.OVERVIEW || type == AnalysisType.COMPARISON;
        SelfService selfService =
                isWhole
                        ? SelfService.read(tx.dao(SearchDao.class), order, scope.clientId(), now)
                        : new SelfService(null, 0);
        MetricSet metrics = new MetricSet(type, current, selfService);
        gaps.addAll(metrics.gaps());
        if (order.includeRecommendations()) {
            rules.ofTickets(current, byPriority, families.of(no - 1).backlog(), this::lateHours);
            if (isWhole && !order.isFiltered()) {
                rules.ofSearches(selfService.withoutTicket(), searches().gaps());
            }
        }
        AgentDetail agents = type == AnalysisType.AGENT ? agents(dao, bounds) : null;
        TrendDetail trends =
                order.includeTrends() || type == AnalysisType.TRENDS ? trends(dao) : null;
        return report(
                metrics.shown(),
                type.hasBreakdowns()
                        ? new Breakdowns(
                                MetricSet.breakdown(byPriority),
                                MetricSet.breakdown(families.by(no, Families.CATEGORY)))
                        : null,
                type == AnalysisType.SLA ? sla(byPriority) : null,
                agents,
                type == AnalysisType.SATISFACTION
                        ? new RatingReader(tx.dao(RatingDao.class), scope, start, end)
                                .read(current, gaps, this::cut)
                        : null,
                null,
                trends,
                type == AnalysisType.COMPARISON
                        ? new Comparison(current, families.of(no - 1)).shown()
                        : null,
                current);
    }

    private PerformanceReport ofKnowledge() {
        SelfService selfService =
                SelfService.read(tx.dao(SearchDao.class), order, scope.clientId(), now);
        MetricSet metrics = new MetricSet(AnalysisType.KNOWLEDGE_BASE, new Figures(), selfService);
        Searches searches = searches();
        gaps.addAll(selfService.searchGaps());
        if (order.includeRecommendations()) {
            rules.ofSearches(selfService.withoutTicket(), searches.gaps());
        }
        return report(
                metrics.shown(), null, null, null, null, knowledge(searches), null, null, null);
    }

    private PerformanceReport report(
            PerformanceReport.Metrics metrics,
            @Nullable Breakdowns breakdowns,
            @Nullable SlaDetail sla,
            @Nullable AgentDetail agents,
            @Nullable RatingDetail satisfaction,
            @Nullable KnowledgeDetail knowledge,
            @Nullable TrendDetail trends,
            @Nullable List<Compared> comparison,
            @Nullable Figures current) {
        return new PerformanceReport(
                order.analysisType(),
                client == null ? null : client.clientId(),
                client == null ? null : client.clientName(),
                new Period(order.start(), order.end()),
                new Filters(order.team(), order.agentId(), order.priority(), order.category()),
                metrics,
                breakdowns,
                sla,
                agents,
                satisfaction,
                knowledge,
                trends,
                comparison,
                rules.found(),
                evidence(current),
                truncated.isEmpty() ? null : List.copyOf(truncated),
                List.copyOf(gaps));
    }

    private Evidence evidence(@Nullable Figures current) {
        return current == null
                ? new Evidence(
                        List.of("kb_searches", "kb_article_views", "kb_articles", "tickets"),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        RULES,
                        now)
                : new Evidence(
                        List.of("tickets", "ticket_comments", "ticket_status_changes"),
                        current.opened(),
                        current.minutes(Measure.FIRST_RESPONSE).n(),
                        current.resolved(),
                        current.kept(Clock.FIRST_RESPONSE).n(),
                        current.kept(Clock.RESOLUTION).n(),
                        current.rated().count(),
                        tx.dao(OpeningDao.class).calendars(scope, start, end),
                        DECISION,
                        RULES,
                        now);
    }

    private List<LateHour> lateHours() {
        return tx.dao(OpeningDao.class).late(scope, start, end, cut, zone.getId());
    }

    private SlaDetail sla(Map<String, Figures> byPriority) {
        List<LatePriority> late = new ArrayList<>();
        byPriority.forEach(
                (priority, figures) ->
                        late.add(
                                new LatePriority(
                                        TicketPriority.valueOf(priority),
                                        figures.late(Clock.FIRST_RESPONSE),
                                        figures.late(Clock.RESOLUTION))));
        boolean isNow = !end.isBefore(now);
        if (!isNow) {
            for (String list : List.of("sla.at_risk", "sla.breached_open")) {
                gaps.add(
                        new DataGap(
                                list,
                                "only_of_today",
                                "Tickets that are at risk or late are told as they are now: ask"
                                        + " without as_of"));
            }
        }
        return new SlaDetail(
                late,
                lateHours(),
                zone.getId(),
                isNow ? open("sla.at_risk", ClockState.AT_RISK) : null,
                isNow ? open("sla.breached_open", ClockState.BREACHED) : null);
    }

    private List<OpenTicket> open(String list, ClockState state) {
        TicketList tickets =
                TicketList.owed(
                        tx,
                        new TicketFilter(
                                scope.clientId(),
                                scope.priority(),
                                scope.category(),
                                null,
                                scope.agentId(),
                                scope.team(),
                                state,
                                null,
                                now));
        List<OpenTicket> shown =
                tickets.after(null, null, order.limit()).stream()
                        .map(each -> open(each, state))
                        .toList();
        if (shown.size() == order.limit()) {
            cut(list, shown.size(), tickets.counts().totalCount());
        }
        return shown;
    }

    private static OpenTicket open(Listed listed, ClockState state) {
        Ticket ticket = listed.ticket();
        boolean isUnanswered = ticket.firstResponseAt() == null && listed.firstResponse() == state;
        return new OpenTicket(
                ticket.ticketId(),
                ticket.clientId(),
                ticket.clientName(),
                ticket.priority(),
                ticket.category(),
                ticket.team(),
                ticket.agentId(),
                isUnanswered ? Clock.FIRST_RESPONSE : Clock.RESOLUTION,
                isUnanswered ? listed.firstResponseDueAt() : listed.resolutionDueAt());
    }

    /** Reads all agents, since a requested agent is compared with the team. */
    private AgentDetail agents(FamilyDao dao, List<LocalDate> bounds) {
        TicketScope ofAll =
                new TicketScope(
                        scope.clientId(), scope.team(), null, scope.priority(), scope.category());
        Families families = Families.read(dao, ofAll, bounds, List.of(Families.AGENT), cut);
        AgentReader agents =
                new AgentReader(
                        tx.dao(AgentDao.class),
                        order,
                        families.by(bounds.size() - 1, Families.AGENT),
                        !end.isBefore(now));
        cut("agents.items", Math.min(order.limit(), agents.count()), agents.count());
        gaps.addAll(agents.gaps());
        if (order.includeRecommendations()) {
            rules.ofAgents(agents, order.agentId());
        }
        return agents.shown(order.limit());
    }

    private TrendDetail trends(FamilyDao dao) {
        TrendReader.Read read =
                new TrendReader(dao, tx.dao(OpeningDao.class), order, scope, zone, cut).read();
        gaps.addAll(read.gaps());
        return read.detail();
    }

    private void cut(String list, int shown, long total) {
        if (shown < total) {
            truncated.add(new Truncation(list, shown, total));
        }
    }

    private Searches searches() {
        return new Knowledge(tx, now).searches(null, scope.clientId(), start, cut);
    }

    private KnowledgeDetail knowledge(Searches searches) {
        Some<Missed> missed = searches.gaps();
        KnowledgeFigures figures = null;
        if (client == null) {
            Instant last = cut.equals(end) ? cut.minus(Duration.ofMillis(1)) : cut;
            figures = new Knowledge(tx, last).figures(null, order.periodDays());
            cut(
                    "knowledge_base.maintenance",
                    figures.maintenance().items().size(),
                    figures.maintenance().totalCount());
        } else {
            gaps.add(
                    new DataGap(
                            "knowledge_base.view_count",
                            "not_of_one_client",
                            "Views of articles are counted for all clients together: ask without"
                                    + " client_id"));
        }
        if (searches.searchCount() < Sample.ENOUGH) {
            gaps.add(
                    new DataGap(
                            "knowledge_base.zero_result_rate",
                            "small_sample",
                            "Needs %d searches and has %d: ask for a longer period"
                                    .formatted(Sample.ENOUGH, searches.searchCount())));
        }
        cut("knowledge_base.content_gaps", missed.items().size(), missed.totalCount());
        return new KnowledgeDetail(
                figures == null ? null : figures.viewCount(),
                searches.searchCount(),
                Sample.rate(searches.zeroResultCount(), searches.searchCount()),
                missed.items().stream()
                        .map(
                                each ->
                                        new ContentGap(
                                                UntrustedText.of(each.query(), 200).text(),
                                                each.searchCount(),
                                                each.clientCount(),
                                                each.lastSearchedAt(),
                                                true))
                        .toList(),
                figures == null
                        ? null
                        : figures.maintenance().items().stream()
                                .map(each -> new Wanting(each.articleId(), each.reason()))
                                .toList());
    }
}
