package io.os199.cs.platform.ids;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.util.UUID;

class TypeIdTest {
    /** The example of the TypeID specification. */
    @Test
    void encodesAsTheSpecificationSays() {
        UUID uuid = UUID.fromString("01889c89-df6b-7f1c-a388-91396ec314bc");
        assertThat(TypeId.of("prefix", uuid)).isEqualTo("prefix_01h2e8kqvbfwea724h75qc655w");
        assertThat(TypeId.of("prefix", new UUID(-1, -1)))
                .isEqualTo("prefix_7zzzzzzzzzzzzzzzzzzzzzzzzz");
    }

    @Property
    void comesBackFromItsText(@ForAll long high, @ForAll long low) {
        UUID uuid = new UUID(high, low);
        assertThat(TypeId.uuid(TypeId.of("client", uuid))).isEqualTo(uuid);
    }

    @Test
    void laterIdsSortLater() {
        String first = TypeId.next("job");
        assertThat(TypeId.next("job")).isGreaterThan(first);
    }

    @Test
    void knowsItsOwnForm() {
        String id = TypeId.next("client");
        assertThat(TypeId.is("client", id)).isTrue();
        assertThat(TypeId.is("ticket", id)).isFalse();
        assertThat(TypeId.is("client", id.toUpperCase(java.util.Locale.ROOT))).isFalse();
        assertThat(TypeId.is("client", "client_8zzzzzzzzzzzzzzzzzzzzzzzzz")).isFalse();
    }
}
