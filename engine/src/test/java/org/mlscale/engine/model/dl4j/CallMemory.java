package org.mlscale.engine.model.dl4j;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.memory.Deallocatable;
import org.nd4j.linalg.api.memory.Deallocator;
import org.nd4j.linalg.api.memory.deallocation.DeallocatorService;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Keeps what ND4J makes in native memory for as long as a call of ours lasts, then frees what nobody can use any more.
 *
 * <p>ND4J alone does neither. It frees a buffer once the collector finds its Java object unreachable, and compiled code
 * lets go of that object while the native op still reads the buffer: with a small heap the process crashed in seconds.
 * And what {@code close()} does not reach, contexts of ops and views of workspaces, most of 25 KB a gradient, waits for
 * a collection that a large heap puts off.
 */
final class CallMemory extends DeallocatorService {
    private static final ThreadLocal<@Nullable Pieces> CURRENT = new ThreadLocal<>();

    private CallMemory() {}

    /** Puts an instance in the place of ND4J's own. ND4J offers no other way to it than the field. */
    static CallMemory install() {
        Nd4j.getDeallocatorService(); // starts ND4J, which makes its own first
        CallMemory memory = new CallMemory();
        try {
            Field field = Nd4j.class.getDeclaredField("deallocatorService");
            field.setAccessible(true);
            field.set(null, memory);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("ND4J 1.0.0-M2.1 expected", e);
        }
        return memory;
    }

    /** Runs {@code call} on this thread and frees what it leaves; a call within a call ends with the outer one. */
    <T> T during(Supplier<T> call) {
        if (CURRENT.get() != null) {
            return call.get();
        }
        Pieces pieces = new Pieces(new ArrayList<>(), new ArrayList<>());
        CURRENT.set(pieces);
        try {
            return call.get();
        } finally {
            CURRENT.remove();
            pieces.freedAtEnd.forEach(Deallocator::deallocate);
            Reference.reachabilityFence(pieces);
        }
    }

    /** Called by ND4J with each native piece it has just made. */
    @Override
    public void pickObject(Deallocatable piece) {
        Pieces pieces = CURRENT.get();
        if (pieces == null) {
            super.pickObject(piece);
            return;
        }
        pieces.kept.add(piece);
        if (piece instanceof OpContext || piece instanceof DataBuffer buffer && buffer.isAttached()) {
            pieces.freedAtEnd.add(piece.deallocator()); // nobody may use these after the op, or after its workspace
        } else {
            super.pickObject(piece); // may be cached in ND4J, so only the collector can tell
        }
    }

    private record Pieces(List<Deallocatable> kept, List<Deallocator> freedAtEnd) {}
}
