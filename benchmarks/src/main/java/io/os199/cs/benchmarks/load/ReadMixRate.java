package io.os199.cs.benchmarks.load;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;

import java.time.Clock;

/** Makes a fixed number of calls per second, whether earlier ones were answered or not. */
public final class ReadMixRate extends Simulation {
    private final Conversation conversation;

    public ReadMixRate() {
        LoadPlan plan = LoadPlan.ofProcess();
        conversation = new Conversation(plan, Clock.systemUTC());
        setUp(
                        scenario("read mix")
                                .exec(conversation.come())
                                .exec(conversation.call())
                                .injectOpen(
                                        constantUsersPerSec(plan.callsPerSecond())
                                                .during(plan.time())))
                .protocols(conversation.protocol().shareConnections());
    }

    @Override
    public void after() {
        LoadGenerator.handBack(conversation.answers());
    }
}
