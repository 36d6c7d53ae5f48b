package io.os199.cs.api.tools.communication;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.communication.community.Communities;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;

import java.util.List;
import java.util.Set;

/** Runs communities of customers: who is in them, what is said there, and how active they are. */
@ToolInfo(
        name = Communities.TOOL,
        title = "Communities",
        description = "Customer communities: members, posts, moderation, how alive they are.",
        effect = Effect.SEND,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = false)
public final class ManageCommunity implements Tool<CommunityInput, CommunityAnswer> {
    private final Database database;
    private final CommunityReading reading;
    private final CommunityWriting writing;

    ManageCommunity(Database database, CommunityReading reading, CommunityWriting writing) {
        this.database = database;
        this.reading = reading;
        this.writing = writing;
    }

    @Override
    public List<Fault> faults(CommunityInput input, Set<String> unread, Call call) {
        return CommunityFaults.of(input, unread, call.now());
    }

    @Override
    public Answer<CommunityAnswer> call(CommunityInput input, Call call) {
        return input.isReading()
                ? database.snapshot(tx -> reading.read(tx, input, call))
                : writing.write(input, call);
    }
}
