package org.mlscale.engine.model.dl4j;

import java.lang.reflect.Method;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Makes a test that uses DL4J directly one call of {@link CallMemory}: outside it, the collector may crash ND4J. */
final class HeldMemory implements InvocationInterceptor {
    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        hold(test);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        hold(test);
    }

    private static void hold(Invocation<Void> test) throws Throwable {
        Optional<Throwable> failure = Nd4jStart.call(() -> {
            try {
                test.proceed();
                return Optional.empty();
            } catch (Throwable thrown) {
                return Optional.of(thrown);
            }
        });
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
