package io.os199.cs.expansion.lifetime;

import io.os199.cs.platform.answer.DataGap;

import java.util.List;

/** The value of one client as of now. */
public record ClientLifetime(
        LifetimeItem client, LifetimeEvidence evidence, List<DataGap> dataGaps) {
    public ClientLifetime {
        dataGaps = List.copyOf(dataGaps);
    }
}
