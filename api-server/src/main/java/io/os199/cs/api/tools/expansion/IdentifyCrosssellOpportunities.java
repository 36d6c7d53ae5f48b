package io.os199.cs.api.tools.expansion;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.JobHandle;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.model.Tier;
import io.os199.cs.expansion.chance.OpportunityType;
import io.os199.cs.expansion.finding.ClientRollUp;
import io.os199.cs.expansion.finding.FindingFilter;
import io.os199.cs.expansion.finding.FindingReader;
import io.os199.cs.expansion.finding.FindingSummary;
import io.os199.cs.expansion.finding.ProductPair;
import io.os199.cs.expansion.price.ClientTerms;
import io.os199.cs.expansion.price.ProductsForSale;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.paging.Cursors;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which products that go with what they have clients lack. */
@ToolInfo(
        name = "identify_crosssell_opportunities",
        title = "Cross-sell opportunities",
        description =
                "Products clients lack that complement theirs, similar clients bought or they asked"
                        + " for. More of what they own: identify_upsell_opportunities.",
        effect = Effect.READ,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class IdentifyCrosssellOpportunities
        implements Tool<
                IdentifyCrosssellOpportunities.Input, IdentifyCrosssellOpportunities.Output> {
    private static final String ALL = "all";
    private static final int PAIRS = 20;

    private final FindingSearch findings;

    IdentifyCrosssellOpportunities(FindingSearch findings) {
        this.findings = findings;
    }

    public record Input(
            @Nullable String clientId,
            @Default(value = ALL, listed = false) @Size(min = 1, max = 100) String productFamily,
            @Nullable @Size(min = 1, max = 60) String productId,
            @Default(value = "1.2", listed = false) @DecimalMin("1") @DecimalMax("10")
                    BigDecimal minLift,
            @Default(value = "5", listed = false) @Min(5) @Max(1000) int minPairCount,
            @Default(value = "75", listed = false) @Min(0) @Max(100) int minHealthScore,
            @Default(value = "false", listed = false) boolean includeBlocked,
            @Default(value = "0", listed = false) @DecimalMin("0") BigDecimal minValueAmount,
            @Nullable Tier tier,
            @Nullable @Size(max = 200) String csm,
            @Nullable @Size(max = 60) String segmentId,
            @Nullable @DecimalMin("0") BigDecimal minArrAmount,
            @Default(value = "20", listed = false) @Min(1) @Max(200) int limit,
            @Nullable @Size(max = Cursors.LONGEST) String cursor,
            @Default(value = "10", listed = false) @Min(0) @Max(25) int waitSeconds) {

        private @Nullable String family() {
            return productFamily.equalsIgnoreCase(ALL) ? null : productFamily;
        }

        private FindingSearch.Query query() {
            return new FindingSearch.Query(
                    "cross_sell",
                    clientId,
                    new FindingFilter(
                            List.of(OpportunityType.CROSS_SELL, OpportunityType.ADD_ON),
                            null,
                            tier,
                            csm,
                            segmentId,
                            minArrAmount,
                            productId,
                            family(),
                            minHealthScore,
                            includeBlocked,
                            minValueAmount,
                            FindingFilter.USUAL_USAGE,
                            minLift.max(FindingFilter.LEAST_LIFT),
                            minPairCount),
                    limit,
                    cursor,
                    waitSeconds);
        }
    }

    /**
     * Findings, the highest expected value first, or the progress of the portfolio scan.
     *
     * @param clients those of this page, each with all its findings
     * @param productPairs the products that clients of the portfolio have together
     */
    public record Output(
            @Nullable LocalDate asOf,
            @Nullable Instant computedAt,
            @Nullable List<FindingItem> opportunities,
            @Nullable List<Client> clients,
            @Nullable List<ProductPair> productPairs,
            @Nullable FindingSummary summary,
            @Nullable Long totalCount,
            @Nullable String nextCursor,
            @Nullable FindingEvidence evidence,
            @Nullable List<DataGap> dataGaps,
            @Nullable JobHandle job) {

        private static Output of(FindingSearch.Shown shown, Beside beside, Call call) {
            Set<String> shownClients =
                    shown.items().stream().map(FindingItem::clientId).collect(Collectors.toSet());
            List<DataGap> gaps = new ArrayList<>(shown.dataGaps());
            gaps.addAll(beside.gaps());
            return new Output(
                    call.today(),
                    call.now(),
                    shown.items(),
                    beside.clients().stream()
                            .filter(client -> shownClients.contains(client.clientId()))
                            .toList(),
                    beside.pairs(),
                    shown.summary(),
                    shown.totalCount(),
                    shown.nextCursor(),
                    shown.evidence(),
                    gaps,
                    null);
        }

        private static Output of(JobHandle job) {
            return new Output(null, null, null, null, null, null, null, null, null, null, job);
        }
    }

    /**
     * What a client has, and what it could have.
     *
     * @param recommendedProducts ordered by expected value
     */
    public record Client(
            String clientId,
            List<String> currentProducts,
            List<String> recommendedProducts,
            BigDecimal totalValueAmount,
            BigDecimal totalExpectedValueAmount) {}

    /** What is shown besides the findings. */
    private record Beside(
            List<Client> clients, @Nullable List<ProductPair> pairs, List<DataGap> gaps) {}

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        return input.clientId() == null
                ? List.of()
                : FindingSearch.portfolioOnly(
                        FindingSearch.portfolioFilters(
                                input.tier(),
                                input.csm(),
                                input.segmentId(),
                                input.minArrAmount()));
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        return findings.unless(tx -> ProductsForSale.unknown(tx, input.productId(), input.family()))
                .<Answer<Output>>map(Answer::refused)
                .orElseGet(
                        () ->
                                findings.answer(
                                        input.query(),
                                        call,
                                        (tx, reader, filter, items) ->
                                                beside(tx, reader, filter, items, call),
                                        (shown, beside) -> Output.of(shown, beside, call),
                                        Output::of));
    }

    private static Beside beside(
            Transaction tx,
            FindingReader reader,
            FindingFilter filter,
            List<FindingItem> items,
            Call call) {
        List<String> ids = items.stream().map(FindingItem::clientId).distinct().toList();
        Map<String, ClientTerms> terms =
                ClientTerms.read(tx, ids, call.today()).stream()
                        .collect(Collectors.toMap(ClientTerms::clientId, Function.identity()));
        Map<String, ClientRollUp> rollUps =
                reader.rollUps(ids).stream()
                        .collect(Collectors.toMap(ClientRollUp::clientId, Function.identity()));
        List<Client> clients =
                ids.stream()
                        .map(
                                id ->
                                        client(
                                                Objects.requireNonNull(terms.get(id)),
                                                Objects.requireNonNull(rollUps.get(id))))
                        .toList();
        return new Beside(
                clients, filter.clientId() == null ? reader.pairs(PAIRS) : null, gaps(tx, reader));
    }

    private static Client client(ClientTerms terms, ClientRollUp rollUp) {
        return new Client(
                terms.clientId(),
                terms.productIds(),
                Objects.requireNonNullElse(rollUp.productIds(), List.of()),
                rollUp.totalValueAmount(),
                rollUp.totalExpectedValueAmount());
    }

    private static List<DataGap> gaps(Transaction tx, FindingReader reader) {
        List<DataGap> gaps = new ArrayList<>();
        if (ProductsForSale.isEmpty(tx)) {
            gaps.add(
                    new DataGap(
                            "opportunities", "no products", "Import the products that are sold"));
        }
        if (!reader.hasPeers()) {
            gaps.add(
                    new DataGap(
                            "product_pairs",
                            "too_few_clients",
                            "What similar clients bought says something from 30 live clients on"));
        }
        return gaps;
    }
}
