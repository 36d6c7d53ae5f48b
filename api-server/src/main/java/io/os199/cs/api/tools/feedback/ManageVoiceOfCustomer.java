package io.os199.cs.api.tools.feedback;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal.Fault;

import java.util.List;
import java.util.Set;

/** Runs the voice-of-customer program: reports on it, and informs customers what became of their feedback. */
@ToolInfo(
        name = "manage_voice_of_customer",
        title = "Voice of the customer",
        description =
                "Reports on feedback, tracks and closes loops, keeps the roadmap, measures the"
                        + " programme; without client_id a job.",
        effect = Effect.SEND,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = false,
        takesMailTexts = true)
public final class ManageVoiceOfCustomer implements Tool<VoiceInput, VoiceAnswer> {
    private final VoiceReading reading;
    private final VoiceWriting writing;

    ManageVoiceOfCustomer(VoiceReading reading, VoiceWriting writing) {
        this.reading = reading;
        this.writing = writing;
    }

    @Override
    public List<Fault> faults(VoiceInput input, Set<String> unread, Call call) {
        return VoiceFaults.of(input, unread, call.today());
    }

    @Override
    public Answer<VoiceAnswer> call(VoiceInput input, Call call) {
        return switch (input.action()) {
            case CREATE_VOC_REPORT -> reading.create(input, call);
            case GENERATE_EXECUTIVE_SUMMARY -> reading.summarize(input);
            case TRACK_FEEDBACK_LOOP -> reading.track(input, call);
            case MEASURE_PROGRAM_EFFECTIVENESS -> reading.measure(input, call);
            case CLOSE_FEEDBACK_LOOP -> writing.close(input, call);
            case UPDATE_CUSTOMER_ROADMAP -> writing.update(input, call);
        };
    }
}
