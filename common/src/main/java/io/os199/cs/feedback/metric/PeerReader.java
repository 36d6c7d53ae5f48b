package io.os199.cs.feedback.metric;

import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Tier;
import io.os199.cs.expansion.revenue.RevenueFilter;
import io.os199.cs.feedback.metric.MetricReport.Basis;
import io.os199.cs.feedback.metric.MetricReport.Benchmark;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.statistics.Sample;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Compares a client's figure with those of the other clients of its tier, or of all where these are too few. */
public final class PeerReader {
    private static final double HALF = 0.5;
    private static final double PERCENT = 100;

    private final MetricQuestion question;
    private final MetricSource source;
    private final ClientRef client;
    private final Tier tier;

    public PeerReader(Transaction tx, MetricOrder order, ClientRef client) {
        this.question = new MetricQuestion(order, client, null).ofPeriod();
        this.source = MetricSource.of(tx, question);
        this.client = client;
        this.tier = tx.dao(PeerDao.class).tier(client.clientId());
    }

    /**
     * Returns the comparison in the period of the order; empty where there are not enough peers with a value.
     *
     * @param value the client's value, as it is shown
     */
    public Optional<Benchmark> read(BigDecimal value) {
        List<BigDecimal> ofTier = values(tier);
        if (ofTier.size() >= Sample.ENOUGH) {
            return Optional.of(benchmark("tier", ofTier, value));
        }
        List<BigDecimal> ofAll = values(null);
        return ofAll.size() < Sample.ENOUGH
                ? Optional.empty()
                : Optional.of(benchmark("portfolio", ofAll, value));
    }

    private List<BigDecimal> values(@Nullable Tier of) {
        List<BigDecimal> values = new ArrayList<>();
        for (PeerValue each :
                source.peers(new RevenueFilter(null, of, null, null, null), client.clientId())) {
            values.addAll(
                    Collections.nCopies(
                            each.clientCount(),
                            each.value()
                                    .setScale(
                                            question.type().unit().decimals(),
                                            RoundingMode.HALF_UP)));
        }
        return values;
    }

    private Benchmark benchmark(String group, List<BigDecimal> values, BigDecimal value) {
        double below = 0;
        for (BigDecimal each : values) {
            int compared = each.compareTo(value);
            below += compared < 0 ? 1 : compared == 0 ? HALF : 0;
        }
        return MetricReader.benchmark(
                Basis.PEERS,
                group,
                values,
                Rounded.figure(PERCENT * below / values.size()),
                question.type());
    }
}
