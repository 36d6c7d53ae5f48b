package io.os199.cs.expansion.finding;

import java.math.BigDecimal;

/**
 * How often peers that have one product also have another.
 *
 * @param peerGroup a tier, or the portfolio where the tier has too few clients
 * @param ownersACount peers that have the first
 * @param ownersBCount peers that have the other
 * @param confidenceRate the share with both among those with the first
 * @param lift that share over the share of all peers that have the other
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
