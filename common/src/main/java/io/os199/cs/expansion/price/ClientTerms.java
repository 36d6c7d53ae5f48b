package io.os199.cs.expansion.price;

import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.List;

/**
 * What a client has bought, and how much of it is used.
 *
 * @param tier of the base contract, or a higher one of an amendment to it
 * @param contractCount in force or, where none is, recently lapsed
 * @param productIds of all contracts in force
 * @param baseContractId the new or renewal contract that is due first
 * @param termDays of the base contract
 * @param netFactor the share of a list price that remains after its discount
 * @param listAmount the yearly list price of all products; absent where one price is missing
 * @param seatPriceAmount the yearly price of one more user
 * @param activeUserCount in the 30 days up to the day
 */
public record ClientTerms(
        String clientId,
        Tier tier,
        int tenureDays,
        int contractCount,
        @Nullable Integer licensedUserCount,
        List<String> productIds,
        @Nullable String baseContractId,
        @Nullable Integer termDays,
        @Nullable LocalDate nextRenewalDate,
        BigDecimal netFactor,
        @Nullable BigDecimal listAmount,
        @Nullable BigDecimal seatPriceAmount,
        int activeUserCount) {
    public ClientTerms {
        productIds = List.copyOf(productIds);
    }

    /** Reads the terms of these clients on a day, in the order of their ids. */
    public static List<ClientTerms> read(Transaction tx, List<String> clientIds, LocalDate today) {
        return tx.dao(PriceDao.class).terms(clientIds.toArray(String[]::new), today);
    }

    /** Returns active users per seat; absent where no seats are counted. */
    public @Nullable BigDecimal seatUtilization() {
        return licensedUserCount == null || licensedUserCount == 0
                ? null
                : BigDecimal.valueOf(activeUserCount)
                        .divide(BigDecimal.valueOf(licensedUserCount), MathContext.DECIMAL64);
    }
}
