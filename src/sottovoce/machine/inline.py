"""How Numba compiles a rule that only other rules call: kept as it was written, to be inlined, never as machine code of its own.

Numba optimises every function and turns it into machine code before another may call it; of some hundred rules that call one another
each would be optimised once for itself and again inside all that call it. Here a rule stays unoptimised until the loop that runs it
has taken in all of them; then the whole is optimised once. Same code in the end, compiled in less than half the time
(docs/decisions/0014).
"""

from typing import Any

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


@register_pass(mutates_CFG=True, analysis_only=False)
class RuleLowering(NativeLowering):
    """Numba's lowering into a `RuleLibrary`."""

    _name = "rule_lowering"

    def run_pass(self, state: Any) -> Any:
        """Lower a rule. The context is this compilation's own copy."""
        context = state.targetctx
        state.library = RuleLibrary(context.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        context.get_executable = _nothing_to_execute
        return super().run_pass(state)


def _nothing_to_execute(library: RuleLibrary, _descriptor: Any, _environment: Any) -> Any:
    """Stands for the executable: an object of the kind that Numba's registry of functions wants, each one different."""
    library.finalize()
    return [].append


class RuleCompiler(Compiler):
    """Numba's compiler with that lowering."""

    def define_pipelines(self) -> list[Any]:
        """The usual passes, one of them replaced."""
        passes = DefaultPassBuilder.define_nopython_pipeline(self.state)
        passes.passes = [
            (RuleLowering if each is NativeLowering else each, why) for each, why in passes.passes
        ]
        passes.finalize()
        return [passes]
