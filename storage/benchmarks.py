"""Results of standard benchmarks: one for each base, adapter, benchmark and set of questions; a new one replaces it."""

from sqlmodel import Session, col, select

from storage.tables import BenchmarkResult


def find(session: Session, base: str, sitter: str, benchmark: str, questions: str) -> BenchmarkResult | None:
    """The result of exactly these questions, if they were asked before."""
    query = select(BenchmarkResult).where(
        BenchmarkResult.base == base, BenchmarkResult.sitter == sitter,
        BenchmarkResult.benchmark == benchmark, BenchmarkResult.questions == questions,
    )  # fmt: skip
    return session.exec(query).first()


def keep(session: Session, result: BenchmarkResult) -> None:
    """Store a result in place of an earlier one of the same questions."""
    before = find(session, result.base, result.sitter, result.benchmark, result.questions)
    if before is not None:
        session.delete(before)
        session.flush()
    session.add(result)


def of_base(session: Session, base: str) -> list[BenchmarkResult]:
    """Every result of a base and its adapters, by benchmark, then oldest first."""
    query = select(BenchmarkResult).where(BenchmarkResult.base == base)
    return list(session.exec(query.order_by(col(BenchmarkResult.benchmark), col(BenchmarkResult.id))))
