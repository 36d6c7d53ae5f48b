package io.os199.cs.feedback.metric;

import io.os199.cs.expansion.revenue.RevenueFilter;
import io.os199.cs.feedback.metric.FeatureUseRead.Moments;
import io.os199.cs.feedback.metric.Measured.Part;
import io.os199.cs.feedback.metric.Measured.Rows;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.statistics.Quantiles;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.statistics.Sample;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The share of the features available to them that clients use; read in parts, since there are many days of use. */
final class FeatureUseSource implements MetricSource {
    private static final int RATE_DECIMALS = 4;
    private static final BigDecimal QUARTER = new BigDecimal("0.25");
    private static final BigDecimal THREE_QUARTERS = new BigDecimal("0.75");

    private final FeatureUseDao dao;
    private final MetricQuestion question;
    private final @Nullable List<FeatureUseRead> chunks;

    private FeatureUseSource(
            Transaction tx, MetricQuestion question, @Nullable List<FeatureUseRead> chunks) {
        this.dao = tx.dao(FeatureUseDao.class);
        this.question = question;
        this.chunks = chunks;
    }

    /** Reads all clients of the question at once. */
    static FeatureUseSource ofAll(Transaction tx, MetricQuestion question) {
        return new FeatureUseSource(tx, question, null);
    }

    /** Adds the clients that have left to what was read in chunks of the others. */
    static FeatureUseSource ofChunks(
            Transaction tx, MetricQuestion question, List<FeatureUseRead> chunks) {
        return new FeatureUseSource(tx, question, List.copyOf(chunks));
    }

    private List<FeatureUseRead> reads() {
        if (chunks == null) {
            return List.of(read(dao, question, question.filter(), null, "all", "", null));
        }
        List<FeatureUseRead> all = new ArrayList<>(chunks);
        all.add(read(dao, question, question.filter(), null, "left", "", null));
        return all;
    }

    /** Reads a chunk of the clients that have not left. */
    static FeatureUseRead chunk(
            Transaction tx, MetricQuestion question, String firstClientId, String lastClientId) {
        return read(
                tx.dao(FeatureUseDao.class),
                question,
                question.filter(),
                null,
                "live",
                firstClientId,
                lastClientId);
    }

    private static FeatureUseRead read(
            FeatureUseDao dao,
            MetricQuestion question,
            RevenueFilter filter,
            @Nullable String except,
            String part,
            String firstClientId,
            @Nullable String lastClientId) {
        return Json.read(
                dao.read(
                        filter,
                        except,
                        part,
                        firstClientId,
                        lastClientId,
                        question.cuts(),
                        question.starts(),
                        question.ends(),
                        question.dimensions()),
                FeatureUseRead.class);
    }

    private record Place(int no, String dimension, String key) {}

    @Override
    public Measured read() {
        List<FeatureUseRead> reads = reads();
        Map<Place, Moments> sums = new LinkedHashMap<>();
        for (FeatureUseRead read : reads) {
            for (Moments each : read.moments()) {
                sums.merge(
                        new Place(each.no() - 1, each.dimension(), each.key()),
                        each,
                        Moments::plus);
            }
        }
        Map<Integer, Figure> figures = new HashMap<>();
        for (int no = 0; no < question.spans().size(); no++) {
            figures.put(no, Figure.NONE);
        }
        List<Part> parts = new ArrayList<>();
        sums.forEach(
                (place, of) -> {
                    if (place.dimension().isEmpty()) {
                        figures.put(place.no(), figure(of));
                    } else {
                        parts.add(new Part(place.dimension(), place.key(), figure(of)));
                    }
                });
        Moments period = sums.get(new Place(0, "", ""));
        return new Measured(
                figures,
                parts,
                period == null ? Map.of() : components(period, reads),
                new Rows(
                        List.of("usage_daily_features", "features"),
                        reads.stream().mapToLong(FeatureUseRead::rowCount).sum(),
                        first(reads),
                        last(reads),
                        null,
                        null),
                List.of(),
                gaps(period));
    }

    private Figure figure(Moments of) {
        if (!question.isExact()) {
            return Figure.mean(of.sum(), of.squares(), of.n());
        }
        return Figure.exact(of.n() == 0 ? null : of.sum());
    }

    private Map<String, Object> components(Moments period, List<FeatureUseRead> reads) {
        Map<String, Object> components = new LinkedHashMap<>();
        boolean isExact = question.isExact();
        if (period.n() >= Sample.ENOUGH) {
            List<BigDecimal> rates = new ArrayList<>();
            for (FeatureUseRead read : reads) {
                read.values()
                        .forEach(
                                each ->
                                        rates.addAll(
                                                Collections.nCopies(
                                                        each.clientCount(), each.value())));
            }
            Quantiles quantiles = new Quantiles(rates);
            components.put("p25", Objects.requireNonNull(quantiles.at(QUARTER, RATE_DECIMALS)));
            components.put(
                    "p75", Objects.requireNonNull(quantiles.at(THREE_QUARTERS, RATE_DECIMALS)));
        }
        if (isExact ? period.coreCount() > 0 : period.coreCount() >= Sample.ENOUGH) {
            components.put(
                    "core_only_rate",
                    Rounded.rate(
                            period.coreSum()
                                    .divide(
                                            BigDecimal.valueOf(period.coreCount()),
                                            MathContext.DECIMAL64)));
        }
        components.put("live_count", period.clientCount());
        components.put("missing_count", period.clientCount() - period.n());
        return components;
    }

    private static @Nullable LocalDate first(List<FeatureUseRead> reads) {
        return reads.stream()
                .flatMap(each -> Stream.ofNullable(each.firstOn()))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static @Nullable LocalDate last(List<FeatureUseRead> reads) {
        return reads.stream()
                .flatMap(each -> Stream.ofNullable(each.lastOn()))
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static List<DataGap> gaps(@Nullable Moments period) {
        if (period == null) {
            return List.of(
                    new DataGap(
                            "current.value",
                            "no_usage",
                            "Nobody was live at the end of the period: choose another"));
        }
        if (period.n() == period.clientCount()) {
            return List.of();
        }
        return List.of(
                new DataGap(
                        "current.value",
                        period.n() == 0 ? "no_usage" : "missing_usage",
                        "%d of %d live clients have no features available or never sent use: import features with their min_tier, send usage events"
                                .formatted(
                                        period.clientCount() - period.n(), period.clientCount())));
    }

    @Override
    public List<PeerValue> peers(RevenueFilter among, String except) {
        return read(dao, question.ofPeriod(), among, except, "live", "", null).values();
    }

    @Override
    public List<String> lowest(String dimension, String key, int most) {
        MetricQuestion period = question.ofPeriod();
        return dao.lowest(
                question.filter(),
                null,
                "all",
                "",
                null,
                period.cuts(),
                period.starts(),
                period.ends(),
                dimension,
                key,
                most);
    }
}
