import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  allNames,
  checkOrder,
  float,
  freshNames,
  GraphBuilder,
  prefixed,
  readModel,
  renamed,
  writeModel,
} from './index.ts';

const hint = fc.oneof(fc.constantFrom('', 'a', 'a_1', 'a_1_1', 'b', '_1'), fc.string({ maxLength: 3 }));

test('fresh names differ from what is taken and from each other, and keep a free hint', () => {
  fc.assert(
    fc.property(fc.array(hint), fc.array(hint), (taken, hints) => {
      const fresh = freshNames(taken);
      const used = new Set(taken);
      for (const wish of hints) {
        const name = fresh(wish);
        expect(name).not.toBe('');
        expect(used.has(name)).toBe(false);
        if (wish !== '' && !used.has(wish)) expect(name).toBe(wish);
        used.add(name);
      }
    }),
  );
});

/** A graph of any shape: each node reads values made before it, under names that were wished for. */
const graphs = fc
  .array(fc.record({ name: hint, left: fc.nat(), right: fc.nat() }), { minLength: 1, maxLength: 12 })
  .map(wishes => {
    const builder = new GraphBuilder();
    const values = [builder.input('a', 'float32', [2]), builder.constant(2)];
    const pick = (at: number) => values[at % values.length]!;
    for (const { name, left, right } of wishes) values.push(builder.op('Add', [pick(left), pick(right)], {}, name));
    builder.output(values.at(-1)!);
    return builder.toGraph();
  });

test('what is built is in order, and survives being written', () => {
  fc.assert(
    fc.property(graphs, graph => {
      checkOrder(graph);
      const { nodes } = readModel(writeModel(GraphBuilder.from(graph).toModel(20))).graph;
      expect(nodes).toEqual(graph.nodes);
    }),
  );
});

test('a graph put into another clashes with nothing, and prefixes go on and off', () => {
  fc.assert(
    fc.property(graphs, graphs, (first, second) => {
      const builder = GraphBuilder.from(first);
      const names = builder.inline(second, { a: first.nodes[0]!.outputs[0]! });
      checkOrder(builder.toGraph());
      const taken = allNames(first);
      for (const node of second.nodes) expect(taken.has(names.get(node.outputs[0]!)!)).toBe(false);
      const back = renamed(prefixed(first, 'p/'), name => name.slice(2));
      expect(back.nodes).toEqual(first.nodes);
    }),
  );
});

test('equal constants are one', () => {
  const builder = new GraphBuilder();
  const one = builder.constant(1);
  expect(builder.constant(1)).toBe(one);
  const others = [
    builder.constant([1]),
    builder.constant(1, 'int64'),
    builder.constant(0),
    builder.constant(-0),
    builder.constant([1], 'float32', [1, 1]),
  ];
  expect(new Set([one, ...others]).size).toBe(6);
});

test('attributes are told apart by kind', () => {
  const builder = new GraphBuilder();
  builder.op('LeakyRelu', ['x'], { alpha: float(1) });
  const node = builder.toGraph().nodes[0]!;
  expect(node.attributes.alpha).toEqual({ kind: 'float', value: 1 });
});
