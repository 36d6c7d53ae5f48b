package io.os199.cs.feedback.product;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.model.Tier;
import io.os199.cs.feedback.product.PortfolioUse.FeatureUse;
import io.os199.cs.feedback.product.PortfolioUse.Side;
import io.os199.cs.feedback.product.PortfolioUse.Summary;
import io.os199.cs.feedback.product.PortfolioUseRules.Judged;
import io.os199.cs.feedback.product.ProductUseDao.CatalogueRow;
import io.os199.cs.feedback.product.ProductUseDao.Kept;
import io.os199.cs.feedback.product.ProductUseDao.Said;
import io.os199.cs.feedback.product.ProductUseOrder.Position;
import io.os199.cs.jobs.ChunkedWork;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;
import io.os199.cs.platform.statistics.Interval;
import io.os199.cs.platform.statistics.Quantiles;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.statistics.Sample;
import io.os199.cs.usage.model.Quotients;
import io.os199.cs.usage.model.UsagePeriod;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The job that computes the reach of each feature; it only reads. */
public final class PortfolioUseWork implements ChunkedWork {
    public static final String TOOL = "analyze_product_usage";

    private static final int RATE_DECIMALS = 4;
    private static final int MOST_KEYS = 20;
    private static final BigDecimal TENTH = new BigDecimal("0.10");
    private static final Comparator<FeatureUse> ORDER =
            Comparator.comparing(FeatureUse::arrUsingAmount)
                    .reversed()
                    .thenComparing(FeatureUse::featureKey);

    private final Cursors cursors;

    public PortfolioUseWork(Cursors cursors) {
        this.cursors = cursors;
    }

    /** Returns a digest that is equal for two pages of one list. */
    public static String digest(ProductUseOrder order) {
        return Cursors.digest("product_usage", order.withoutPage());
    }

    @Override
    public String tool() {
        return TOOL;
    }

    @Override
    public JsonNode work(Transaction tx, RunningJob job, JobChunk chunk) {
        ProductUseOrder order = order(job);
        UsagePeriod period = order.period();
        return Json.read(
                tx.dao(ProductUseDao.class)
                        .reach(
                                chunk.firstClientId(),
                                chunk.lastClientId(),
                                period.start(),
                                period.day(),
                                period.completeEnd(),
                                period.beforeStart(),
                                order.endsToday(),
                                order.tier(),
                                order.category(),
                                order.productId()),
                JsonNode.class);
    }

    @Override
    public JsonNode finish(Transaction tx, RunningJob job, List<JsonNode> chunkResults) {
        ProductUseOrder order = order(job);
        UsagePeriod period = order.period();
        Map<String, Total> totals = new HashMap<>();
        double rateSum = 0;
        int clientCount = 0;
        for (JsonNode result : chunkResults) {
            FeatureReach.OfChunk chunk = Json.read(result.toString(), FeatureReach.OfChunk.class);
            rateSum += chunk.rateSum();
            clientCount += chunk.clientCount();
            for (FeatureReach reach : chunk.features()) {
                totals.computeIfAbsent(reach.featureKey(), _ -> new Total()).add(reach);
            }
        }
        ProductUseDao dao = tx.dao(ProductUseDao.class);
        Map<String, Kept> kept =
                byKey(
                        dao.kept(order.today(), order.tier(), order.category(), order.productId()),
                        Kept::featureKey);
        Map<String, Said> said =
                byKey(dao.said(period.start(), period.day(), order.tier()), Said::featureKey);
        List<Judged> all =
                dao.catalogue(order.category(), order.productId()).stream()
                        .filter(row -> totals.containsKey(row.featureKey()))
                        .map(
                                row ->
                                        new Judged(
                                                use(
                                                        row,
                                                        totals.getOrDefault(
                                                                row.featureKey(), new Total()),
                                                        kept.get(row.featureKey()),
                                                        said.get(row.featureKey())),
                                                row.releasedOn(),
                                                complaints(said.get(row.featureKey()))))
                        .sorted(Comparator.comparing(Judged::use, ORDER))
                        .toList();
        List<FeatureUse> uses = all.stream().map(Judged::use).toList();
        Summary summary =
                new Summary(
                        clientCount,
                        clientCount == 0 ? null : Rounded.rate(rateSum / clientCount),
                        keys(uses, use -> use.usingClientCount() == 0),
                        keys(
                                uses,
                                use ->
                                        use.usingClientCount() > 0
                                                && use.reachRate().value() != null
                                                && use.reachRate().value().compareTo(TENTH) < 0));
        List<DataGap> gaps = gaps(uses, order, clientCount);
        Page<FeatureUse> page =
                Page.of(
                        behind(uses, order.after(), order.limit() + 1),
                        order.limit(),
                        uses.size(),
                        AnswerBudget.of(order.limit(), ProductUseOrder.USUAL_LIMIT),
                        List.of(summary, gaps),
                        last ->
                                cursors.after(
                                        digest(order),
                                        List.of(
                                                last.arrUsingAmount().toPlainString(),
                                                last.featureKey())));
        return Json.tree(
                new PortfolioUse(
                        job.submittedAt(),
                        period.start(),
                        period.end(),
                        summary,
                        page.items(),
                        uses.size(),
                        page.nextCursor(),
                        PortfolioUseRules.of(all, period.day()),
                        gaps));
    }

    private static ProductUseOrder order(RunningJob job) {
        return Json.read(job.arguments().toString(), ProductUseOrder.class);
    }

    private static List<FeatureUse> behind(
            List<FeatureUse> uses, @Nullable Position after, int most) {
        return uses.stream()
                .filter(
                        use -> {
                            if (after == null) {
                                return true;
                            }
                            int compared =
                                    use.arrUsingAmount().compareTo(new BigDecimal(after.figure()));
                            return compared < 0
                                    || (compared == 0
                                            && use.featureKey().compareTo(after.featureKey()) > 0);
                        })
                .limit(most)
                .toList();
    }

    private static List<String> keys(List<FeatureUse> uses, Predicate<FeatureUse> which) {
        return uses.stream().filter(which).limit(MOST_KEYS).map(FeatureUse::featureKey).toList();
    }

    private static <T> Map<String, T> byKey(List<T> rows, Function<T, String> key) {
        return rows.stream().collect(Collectors.toMap(key, Function.identity()));
    }

    /** The totals of one feature over the chunks. */
    private static final class Total {
        private final Map<Tier, int[]> byTier = new EnumMap<>(Tier.class);
        private final List<BigDecimal> shares = new ArrayList<>();
        private int eligible;
        private int using;
        private long events;
        private long completeEvents;
        private long beforeEvents;
        private BigDecimal arr = BigDecimal.ZERO;

        void add(FeatureReach reach) {
            int[] ofTier = byTier.computeIfAbsent(reach.tier(), _ -> new int[2]);
            ofTier[0] += reach.eligibleClientCount();
            ofTier[1] += reach.usingClientCount();
            eligible += reach.eligibleClientCount();
            using += reach.usingClientCount();
            events += reach.eventCount();
            completeEvents += reach.completeEventCount();
            beforeEvents += reach.beforeEventCount();
            arr = arr.add(reach.arrUsingAmount());
            reach.userShareRates().forEach(rate -> shares.add(BigDecimal.valueOf(rate)));
        }

        List<PortfolioUse.OfTier> tiers() {
            return byTier.entrySet().stream()
                    .map(
                            each ->
                                    new PortfolioUse.OfTier(
                                            each.getKey(), each.getValue()[0], each.getValue()[1]))
                    .toList();
        }
    }

    private static List<String> complaints(@Nullable Said said) {
        return said == null ? List.of() : said.complaintIds();
    }

    private static FeatureUse use(
            CatalogueRow row, Total total, @Nullable Kept kept, @Nullable Said said) {
        Side with =
                side(kept == null ? 0 : kept.withKeptCount(), kept == null ? 0 : kept.withCount());
        Side without =
                side(
                        kept == null ? 0 : kept.withoutKeptCount(),
                        kept == null ? 0 : kept.withoutCount());
        Interval interval =
                kept == null || with.rate() == null || without.rate() == null
                        ? null
                        : Interval.newcombe(
                                kept.withKeptCount(),
                                kept.withCount(),
                                kept.withoutKeptCount(),
                                kept.withoutCount());
        return new FeatureUse(
                row.featureKey(),
                row.name(),
                row.category(),
                total.eligible,
                total.using,
                Sample.rate(total.using, total.eligible),
                total.events,
                FeatureRow.changeRate(total.completeEvents, total.beforeEvents),
                new Quantiles(total.shares).median(RATE_DECIMALS),
                total.tiers(),
                said == null ? 0 : said.requestCount(),
                said == null ? 0 : said.bugCount(),
                said == null || said.meanSentiment() == null || said.scoredCount() < Sample.ENOUGH
                        ? null
                        : Rounded.rate(said.meanSentiment()),
                Rounded.amount(total.arr),
                with,
                without,
                interval == null || kept == null
                        ? null
                        : Rounded.rate(
                                (double) kept.withKeptCount() / kept.withCount()
                                        - (double) kept.withoutKeptCount() / kept.withoutCount()),
                interval == null ? null : Rounded.rate(interval.low()),
                interval == null ? null : Rounded.rate(interval.high()),
                interval == null ? null : !interval.holds(0));
    }

    private static Side side(int keptCount, int count) {
        return new Side(count, count < Sample.ENOUGH ? null : Quotients.rate(keptCount, count));
    }

    private static List<DataGap> gaps(
            List<FeatureUse> uses, ProductUseOrder order, int clientCount) {
        List<DataGap> gaps = new ArrayList<>();
        if (uses.isEmpty()) {
            gaps.add(
                    new DataGap(
                            "features",
                            "no_features",
                            "Import features with their min_tier, or change the filters"));
        } else if (clientCount == 0) {
            gaps.add(
                    new DataGap(
                            "summary.mean_feature_utilization_rate",
                            "no_usage",
                            "Send usage events, or choose another period"));
        }
        if (!order.endsToday()) {
            gaps.add(
                    new DataGap(
                            "features.median_user_share_rate",
                            "users_not_kept",
                            "Choose a period that ends today"));
        }
        if (uses.stream().anyMatch(use -> use.credible() == null)) {
            gaps.add(
                    new DataGap(
                            "features.difference",
                            "small_sample",
                            "Needs 5 clients on either side whose first contract began 455 to 730"
                                    + " days ago"));
        }
        return gaps;
    }
}
