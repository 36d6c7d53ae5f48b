package io.os199.cs.api.tools.expansion;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.assembly.Features;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.paging.Cursors;

import java.util.List;

/** The tools for expansion and revenue, in order. */
public final class ExpansionTools {
    private ExpansionTools() {}

    public static List<Tool<?, ?>> of(
            Database database, Features features, JobCalls jobs, Cursors cursors) {
        FindingSearch findings = new FindingSearch(database, features.directory(), jobs, cursors);
        return List.of(
                new IdentifyUpsellOpportunities(findings),
                new IdentifyCrosssellOpportunities(findings),
                new IdentifyExpansionOpportunities(
                        database,
                        features.directory(),
                        features.opportunities(),
                        findings,
                        cursors),
                new TrackRenewals(
                        database,
                        features.directory(),
                        features.renewals(),
                        features.signedRenewals(),
                        features.lostRenewals(),
                        cursors),
                new ForecastRenewals(database, features.directory(), jobs, cursors),
                new NegotiateRenewals(database, features.directory()),
                new TrackRevenueExpansion(database, features.directory(), jobs),
                new OptimizeCustomerLifetimeValue(database, features.directory(), jobs, cursors));
    }
}
