package io.os199.cs.api.tools.communication;

import io.os199.cs.api.tool.Tool;
import io.os199.cs.assembly.Features;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.paging.Cursors;

import java.util.List;

/** The tools on communication and engagement, in listing order. */
public final class CommunicationTools {
    private CommunicationTools() {}

    public static List<Tool<?, ?>> of(Database database, Features features, Cursors cursors) {
        return List.of(
                new SendPersonalizedEmail(
                        database, features.directory(), features.mailCampaigns(), cursors),
                new AutomateCommunications(
                        database, features.directory(), features.automations(), cursors),
                new ManageCommunity(
                        database,
                        new CommunityReading(features.directory(), cursors),
                        new CommunityWriting(
                                database,
                                features.directory(),
                                features.communities(),
                                features.posting())),
                new ManageAdvocacyProgram(
                        database, features.directory(), features.advocates(), cursors),
                new ConductExecutiveReview(
                        database,
                        features.directory(),
                        features.reviews(),
                        cursors,
                        features.zone()),
                new AutomateNewsletters(
                        database,
                        features.directory(),
                        features.newsletters(),
                        new NewsletterReading(database, features.newsletters(), cursors),
                        new NewsletterSubscribing(
                                database, features.directory(), features.subscriptions())));
    }
}
