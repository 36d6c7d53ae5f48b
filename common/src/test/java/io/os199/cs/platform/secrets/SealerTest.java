package io.os199.cs.platform.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

class SealerTest {
    private static final String OLD = "an old key of 22 bytes";
    private static final String NEW = "a new key of 21 bytes";
    private final Sealer before = new Sealer(OLD);
    private final Sealer after = new Sealer(NEW, List.of(OLD));

    @Test
    void opensWhatItSealedForTheSamePurposeOnly() {
        String text = before.seal("one", "täxt");
        assertThat(before.open("one", text)).hasValue("täxt");
        assertThat(before.open("other", text)).isEmpty();
    }

    @Test
    void opensNothingElse() {
        String text = before.seal("one", "text");
        for (String wrong :
                List.of("", ".", "text", text + "x", "x" + text, text.replace('.', '-'))) {
            assertThat(before.open("one", wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void opensWhatAPreviousKeySealed() {
        assertThat(after.open("one", before.seal("one", "text"))).hasValue("text");
    }

    @Test
    void sealsWithTheNewestKey() {
        String text = after.seal("one", "text");
        assertThat(before.open("one", text)).isEmpty();
        assertThat(new Sealer(NEW).open("one", text)).hasValue("text");
    }

    @Test
    void takesNoShortKey() {
        assertThatThrownBy(() -> new Sealer("short")).hasMessageContaining("16 bytes");
        assertThatThrownBy(() -> new Sealer(NEW, List.of("short")))
                .hasMessageContaining("16 bytes");
    }
}
