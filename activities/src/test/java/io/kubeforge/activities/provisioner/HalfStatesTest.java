package io.kubeforge.activities.provisioner;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.activities.failure.HostFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HalfStatesTest {
    private static final Path TABLE = Path.of("..", "docs", "half-states.md");

    @Test
    void everyStateHasItsRowInTheDocumentation() throws Exception {
        Map<String, String> rows = HalfStatesTable.outcomes(TABLE);
        assertEquals(
                HalfStates.all().stream().map(HalfState::rowName).sorted().toList(),
                rows.keySet().stream().sorted().toList());
    }

    @Test
    void everyPartHasStatesAndNoTwoHaveOneName() {
        List<String> names = HalfStates.all().stream().map(HalfState::rowName).toList();
        assertEquals(names.size(), names.stream().distinct().count());
        assertTrue(names.size() >= 30, names.size() + " states");
        for (HalfState.Part part : HalfState.Part.values()) {
            assertTrue(HalfStates.all().stream().anyMatch(state -> state.part() == part), part.name());
        }
    }

    @ParameterizedTest
    @MethodSource("failing")
    void failuresAreKnownByName(HalfState state) {
        Class<?> failure = assertDoesNotThrow(
                () -> Class.forName(HostFailure.class.getPackageName() + "." + state.firstFailure()));
        assertTrue(HostFailure.class.isAssignableFrom(failure), failure.getName());
    }

    private static Stream<HalfState> failing() {
        return HalfStates.all().stream().filter(state -> state.firstFailure() != null);
    }
}
