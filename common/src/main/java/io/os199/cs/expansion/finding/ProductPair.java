package io.os199.cs.expansion.finding;

import java.math.BigDecimal;

/**
 * How often peers who have a product have another.
 *
 * @param peerGroup a tier, or the portfolio where too few clients are of one
 * @param ownersACount peers that have the first
 * @param ownersBCount peers that have the other
 * @param confidenceRate of those with the first the share with both
 * @param lift that share against the share of all peers that have the other
 */
public record ProductPair(
        String peerGroup,
        String ownedProductId,
        String productId,
        int peerCount,
        int ownersACount,
        int ownersBCount,
        int bothCount,
        BigDecimal confidenceRate,
        BigDecimal lift) {}
