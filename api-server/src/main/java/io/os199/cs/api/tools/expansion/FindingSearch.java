package io.os199.cs.api.tools.expansion;

import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.JobHandle;
import io.os199.cs.api.tool.PortfolioOnly;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.listing.ClientList;
import io.os199.cs.core.model.UsedClient;
import io.os199.cs.expansion.ValuePosition;
import io.os199.cs.expansion.finding.ExpansionScan;
import io.os199.cs.expansion.finding.Finding;
import io.os199.cs.expansion.finding.FindingFilter;
import io.os199.cs.expansion.finding.FindingReader;
import io.os199.cs.expansion.finding.FindingSummary;
import io.os199.cs.expansion.price.ClientTerms;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.database.Work;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Cursors.Start;
import io.os199.cs.platform.paging.Page;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the tools find findings: for one client, now; for the portfolio, from the last scan, which is run first if it
 * is older than a day.
 */
final class FindingSearch {
    private static final Duration FRESH = Duration.ofHours(24);
    private static final int USUAL_LIMIT = 20;

    private final Database database;
    private final ClientDirectory clients;
    private final JobCalls jobs;
    private final Cursors cursors;

    FindingSearch(Database database, ClientDirectory clients, JobCalls jobs, Cursors cursors) {
        this.database = database;
        this.clients = clients;
        this.jobs = jobs;
        this.cursors = cursors;
    }

    /**
     * What to look for.
     *
     * @param list the name of the list, for its cursors
     * @param client as the caller named it; null for the portfolio
     * @param filter without a client
     */
    record Query(
            String list,
            @Nullable String client,
            FindingFilter filter,
            int limit,
            @Nullable String cursor,
            int waitSeconds) {
        String digest() {
            return Cursors.digest(list, new Asked(client, filter));
        }
    }

    /** What makes two calls pages of one list. */
    record Asked(@Nullable String client, FindingFilter filter) {}

    /** A page of findings, and the totals of all of them. */
    record Shown(
            List<FindingItem> items,
            FindingSummary summary,
            long totalCount,
            @Nullable String nextCursor,
            FindingEvidence evidence,
            List<DataGap> dataGaps) {}

    /** What a tool shows besides the findings. */
    interface Beside<B> {
        /**
         * Reads it, in the snapshot of the findings.
         *
         * @param items the items of the page, including those that do not fit in the answer
         */
        B read(Transaction tx, FindingReader reader, FindingFilter filter, List<FindingItem> items);
    }

    /** Returns faults for the parameters sent that only the portfolio takes. */
    static List<Fault> portfolioOnly(Map<String, Boolean> sent) {
        return sent.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .map(PortfolioOnly::fault)
                .toList();
    }

    /** Returns which of the portfolio's filters were sent. */
    static Map<String, Boolean> portfolioFilters(
            @Nullable Object tier,
            @Nullable Object csm,
            @Nullable Object segmentId,
            @Nullable BigDecimal minArrAmount) {
        Map<String, Boolean> sent = new LinkedHashMap<>();
        sent.put("tier", tier != null);
        sent.put("csm", csm != null);
        sent.put("segment_id", segmentId != null);
        sent.put("min_arr_amount", minArrAmount != null);
        return sent;
    }

    /** Returns why a call is refused before anything is looked for. */
    Optional<Refusal> unless(Work<Optional<Refusal>> refusal) {
        return database.read(refusal);
    }

    /** Answers with findings, or with the progress of the scan. */
    <B, O extends Record> Answer<O> answer(
            Query query,
            Call call,
            Beside<B> beside,
            BiFunction<Shown, B, O> ofShown,
            Function<JobHandle, O> ofHandle) {
        String reference = query.client();
        if (reference != null) {
            return database.snapshot(
                    tx ->
                            clients.resolveUsed(tx, reference)
                                    .then(FindingSearch::live)
                                    .then(
                                            client ->
                                                    ofClient(
                                                            tx, query, client, call, beside,
                                                            ofShown)));
        }
        Optional<Refusal> unknown =
                database.read(
                        tx ->
                                ClientList.unknownFilter(
                                        tx, query.filter().segmentId(), query.filter().csm()));
        if (unknown.isPresent()) {
            return Answer.refused(unknown.get());
        }
        Instant scannedAt = database.read(FindingReader::lastScan).orElse(null);
        boolean isFresh = scannedAt != null && scannedAt.isAfter(call.now().minus(FRESH));
        if (isFresh || !call.mayWrite()) {
            return stored(query, call, beside, ofShown);
        }
        return jobs.<Done>answer(
                        call,
                        ExpansionScan.TOOL,
                        Json.tree(new ExpansionScan.Order(call.today())),
                        query.waitSeconds(),
                        result -> new Done(null),
                        Done::new)
                .then(
                        done ->
                                done.handle() == null
                                        ? stored(query, call, beside, ofShown)
                                        : Answer.of(ofHandle.apply(done.handle())));
    }

    /** A scan; with its progress if it has not ended. */
    private record Done(@Nullable JobHandle handle) {}

    private static Answer<UsedClient> live(UsedClient client) {
        return client.isChurned()
                ? Answer.refused(
                        Refusal.failedPrecondition("the client has churned; nothing is offered")
                                .hint("Bring it back first with manage_lifecycle_stages"))
                : Answer.of(client);
    }

    private <B, O extends Record> Answer<O> ofClient(
            Transaction tx,
            Query query,
            UsedClient client,
            Call call,
            Beside<B> beside,
            BiFunction<Shown, B, O> ofShown) {
        FindingFilter filter = query.filter().ofClient(client.clientId());
        return start(query)
                .map(
                        start ->
                                page(
                                        tx,
                                        query,
                                        filter,
                                        start,
                                        null,
                                        ofTerms(tx, client.clientId(), call),
                                        call,
                                        beside,
                                        ofShown));
    }

    private static List<DataGap> ofTerms(Transaction tx, String clientId, Call call) {
        ClientTerms terms = ClientTerms.read(tx, List.of(clientId), call.today()).getFirst();
        if (terms.contractCount() == 0) {
            return List.of(
                    new DataGap(
                            "opportunities",
                            "no_contract_in_force",
                            "Without a contract neither seats nor products are known: enter it with"
                                    + " update_client_info"));
        }
        return terms.licensedUserCount() == null
                ? List.of(
                        new DataGap(
                                "opportunities.licensed_user_count",
                                "no_licensed_users",
                                "Enter included_users with update_client_info to have seats"
                                        + " compared with use"))
                : List.of();
    }

    private <B, O extends Record> Answer<O> stored(
            Query query, Call call, Beside<B> beside, BiFunction<Shown, B, O> ofShown) {
        return start(query)
                .map(
                        start ->
                                database.snapshot(
                                        tx -> {
                                            Instant scannedAt =
                                                    FindingReader.lastScan(tx).orElse(null);
                                            return page(
                                                    tx,
                                                    query,
                                                    query.filter(),
                                                    start,
                                                    scannedAt,
                                                    age(scannedAt, call.now()),
                                                    call,
                                                    beside,
                                                    ofShown);
                                        }));
    }

    private static List<DataGap> age(@Nullable Instant scannedAt, Instant now) {
        String howToFix = "Call again with a key that has cs:write, which scans the portfolio";
        if (scannedAt == null) {
            return List.of(new DataGap("opportunities", "stale_run: no scan yet", howToFix));
        }
        Duration age = Duration.between(scannedAt, now);
        return age.compareTo(FRESH) < 0
                ? List.of()
                : List.of(
                        new DataGap(
                                "opportunities",
                                "stale_run: the scan is %d hours old".formatted(age.toHours()),
                                howToFix));
    }

    private Answer<Start<ValuePosition>> start(Query query) {
        return cursors.start(query.digest(), query.cursor(), ValuePosition::of);
    }

    private <B, O extends Record> O page(
            Transaction tx,
            Query query,
            FindingFilter filter,
            Start<ValuePosition> start,
            @Nullable Instant scannedAt,
            List<DataGap> known,
            Call call,
            Beside<B> beside,
            BiFunction<Shown, B, O> ofShown) {
        FindingReader reader = new FindingReader(tx, filter, call.now());
        List<Finding> findings = reader.page(start.position(), query.limit() + 1);
        List<Placed> rows = placed(tx, reader, findings, call);
        FindingSummary summary = reader.summary();
        B besides = beside.read(tx, reader, filter, rows.stream().map(Placed::item).toList());
        FindingEvidence evidence =
                FindingEvidence.of(filter, scannedAt, reader.rates().closedCount());
        List<DataGap> gaps = new ArrayList<>(known);
        if (summary.withoutValueCount() > 0) {
            gaps.add(
                    new DataGap(
                            "opportunities.value_amount",
                            "price_missing of %d findings".formatted(summary.withoutValueCount()),
                            "Import the list prices of their products, or their licensed users"));
        }
        Page<Placed> page =
                Page.of(
                        rows,
                        query.limit(),
                        summary.findingCount(),
                        AnswerBudget.of(query.limit(), USUAL_LIMIT),
                        Arrays.asList(summary, evidence, gaps, besides),
                        last -> cursors.after(query.digest(), last.position().values()));
        return ofShown.apply(
                new Shown(
                        page.items().stream().map(Placed::item).toList(),
                        summary,
                        page.totalCount(),
                        page.nextCursor(),
                        evidence,
                        gaps),
                besides);
    }

    /** An item with the position at which a next page would begin. */
    private record Placed(FindingItem item, ValuePosition position) {}

    private static List<Placed> placed(
            Transaction tx, FindingReader reader, List<Finding> findings, Call call) {
        Map<String, ClientTerms> terms =
                ClientTerms.read(
                                tx,
                                findings.stream().map(Finding::clientId).distinct().toList(),
                                call.today())
                        .stream()
                        .collect(Collectors.toMap(ClientTerms::clientId, Function.identity()));
        return findings.stream()
                .map(
                        finding ->
                                new Placed(
                                        FindingItem.of(
                                                finding,
                                                Objects.requireNonNull(
                                                        terms.get(finding.clientId())),
                                                reader.rates(),
                                                call.today()),
                                        finding.position()))
                .toList();
    }
}
