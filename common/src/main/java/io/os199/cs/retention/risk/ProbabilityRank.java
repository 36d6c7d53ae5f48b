package io.os199.cs.retention.risk;

import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

/**
 * The position of a probability among those that the last run stored for other live clients.
 *
 * @param percentile the share of the peers, 0 to 1, whose probability is lower
 * @param peerGroup the tier, or {@code portfolio} where it has fewer than {@value #FEWEST_PEERS} others
 */
public record ProbabilityRank(double percentile, String peerGroup, int peerCount) {
    private static final int FEWEST_PEERS = 5;

    /** Returns the rank of a client; null where no other client has a probability. */
    public static @Nullable ProbabilityRank of(
            Transaction tx, String clientId, Tier tier, double probability) {
        StoredRiskDao.Rank rank =
                tx.dao(StoredRiskDao.class).rank(clientId, WireName.of(tier), probability);
        if (rank.tierCount() >= FEWEST_PEERS) {
            return new ProbabilityRank(
                    (double) rank.tierLowerCount() / rank.tierCount(),
                    WireName.of(tier),
                    rank.tierCount());
        }
        return rank.allCount() == 0
                ? null
                : new ProbabilityRank(
                        (double) rank.lowerCount() / rank.allCount(), "portfolio", rank.allCount());
    }
}
