"""How Numba compiles rules: each is kept as it was written, and the loop that runs them takes all of them in and is optimised once.

Numba optimises every function and turns it into machine code before another may call it. Of the hundred and more rules that
call one another each would be optimised once for itself and again inside all that call it (docs/decisions/0014).
"""

from collections.abc import Callable
from typing import Any

from llvmlite.binding import Linkage
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.typed_passes import NativeLowering


class RuleLibrary(JITCodeLibrary):
    """A rule with the rules that it calls, linked but neither optimised nor compiled."""

    def finalize(self) -> None:
        """Link the rules that are called, once each, and leave it at that."""
        for library in dict.fromkeys(self._linking_libraries):
            self._reload_init.update(library._reload_init)
            self._final_module.link_in(library._get_module_for_linking(), preserve=True)
        self._finalized = True


class LoopLibrary(JITCodeLibrary):
    """A loop with all rules that it calls. Nobody else calls these: so LLVM may inline, change or drop them as it likes."""

    def _optimize_final_module(self) -> None:
        for function in self._final_module.functions:
            if not function.is_declaration and function.linkage == Linkage.linkonce_odr:
                function.linkage = "internal"
        super()._optimize_final_module()


@register_pass(mutates_CFG=True, analysis_only=False)
class RuleLowering(NativeLowering):
    """Numba's lowering, into a `RuleLibrary`."""

    _name = "rule_lowering"

    def run_pass(self, state: Any) -> Any:
        """Lower a rule. The context is this compilation's own copy."""
        context = state.targetctx
        _lowered_into(state, RuleLibrary)
        context.get_executable = _nothing_to_execute
        context.get_abi_sizeof = _remembered(context.get_abi_sizeof)
        return super().run_pass(state)


@register_pass(mutates_CFG=True, analysis_only=False)
class LoopLowering(NativeLowering):
    """Numba's lowering, into a `LoopLibrary`."""

    _name = "loop_lowering"

    def run_pass(self, state: Any) -> Any:
        """Lower a loop."""
        _lowered_into(state, LoopLibrary)
        return super().run_pass(state)


def _lowered_into(state: Any, kind: type[JITCodeLibrary]) -> None:
    made = kind(state.targetctx.codegen(), state.func_id.func_qualname)
    made.enable_object_caching()
    state["library"] = made


def _nothing_to_execute(library: RuleLibrary, _descriptor: Any, _environment: Any) -> Any:
    """Stands for the executable: an object of the kind that Numba's registry of functions wants, each one different."""
    library.finalize()
    return [].append


def _remembered(sizeof: Callable[[Any], int]) -> Callable[[Any], int]:
    """The same function with a memory: Numba asks for the size of every variable anew, which takes a tenth of its time."""

    def size(kind: Any) -> int:
        name = str(kind)
        if name not in _sizes:
            _sizes[name] = sizeof(kind)
        return _sizes[name]

    return size


_sizes: dict[str, int] = {}


class RuleCompiler(Compiler):
    """Numba's compiler for a rule."""

    lowering: type[NativeLowering] = RuleLowering

    def define_pipelines(self) -> list[Any]:
        """The usual passes, one of them replaced."""
        passes = DefaultPassBuilder.define_nopython_pipeline(self.state)
        passes.passes = [
            (self.lowering if each is NativeLowering else each, why) for each, why in passes.passes
        ]
        passes.finalize()
        return [passes]


class LoopCompiler(RuleCompiler):
    """Numba's compiler for a loop over a rule."""

    lowering = LoopLowering
