package io.os199.cs.onboarding.certificate;

import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** How far the people of all clients are certified. */
public record PortfolioCertificates(
        LocalDate asOf,
        Instant computedAt,
        CertificateSummary summary,
        List<Item> clients,
        long totalCount,
        @Nullable String nextCursor,
        List<Recommendation> recommendations,
        CertificateEvidence evidence,
        List<DataGap> dataGaps) {
    public PortfolioCertificates {
        clients = List.copyOf(clients);
        recommendations = List.copyOf(recommendations);
        dataGaps = List.copyOf(dataGaps);
    }

    /** One client. */
    public record Item(
            String clientId,
            String clientName,
            int contactCount,
            int certifiedContactCount,
            @Nullable BigDecimal certifiedRate,
            int expiringCount) {
        static Item of(StandingDao.OfClient client) {
            CertificateCounts counts = client.counts();
            return new Item(
                    client.clientId(),
                    client.clientName(),
                    counts.contactCount(),
                    counts.certifiedContactCount(),
                    counts.certifiedRate(),
                    counts.expiringCount());
        }
    }
}
